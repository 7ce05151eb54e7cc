import { describe, expect, it } from 'vitest';
import { BASE, openConsole } from '../testing/open-console.ts';

describe('a page', () => {
  it.each([
    ['zh-CN,zh;q=0.9,en;q=0.8', 'zh-CN'],
    ['de-DE,en;q=0.5,zh;q=0.3', 'en'],
    ['en;q=0.2, ZH-Hant-TW', 'zh-CN'],
    ['de, en;q=0', 'zh-CN'],
    ['*', 'zh-CN'],
  ])('is spoken to as the browser asks, %s, where none was chosen', async (header, spoken) => {
    const { page } = await openConsole({ parts: { language: 'zh', followsBrowser: true } });
    const opened = await openConsole({ parts: { language: 'zh' } });
    const door = async (of: typeof page, cookie = '') => {
      const asked = { headers: { 'accept-language': header, cookie } };
      return /<html lang="([^"]+)"/.exec(await (await of.fetch(new Request(BASE, asked))).text())?.[1];
    };
    expect(await door(page)).toBe(spoken);
    expect(await door(page, 'kamikit_language=en')).toBe('en');
    expect(await door(opened.page)).toBe('zh-CN');
  });

  it('has the language and the look that were chosen', async () => {
    const { enter, ask } = await openConsole();
    const { post, cookie } = await enter();
    const chosen = (await post('settings', { language: 'zh', theme: 'dark' })).headers.getSetCookie();
    const cookies = [cookie, ...chosen.map((each) => each.split(';')[0])].join('; ');
    const text = await (await ask('', { headers: { cookie: cookies } })).text();
    expect(text).toMatch(/<html lang="zh[^"]*" data-theme="dark"/);
  });
});
