import { expect, it } from 'vitest';

const { stepTexts } = await import(new URL('step-texts.mjs', import.meta.url).href);

it.each([
  [{ KAMIKIT_LANG: 'zh', LANG: 'en_US' }, '正在构建'],
  [{ KAMIKIT_LANG: 'en', LANG: 'zh_CN' }, 'Building'],
  [{ KAMIKIT_LANG: 'de', LANG: 'zh_CN' }, '正在构建'],
  [{ LC_ALL: 'C', LANG: 'zh_CN' }, 'Building'],
  [{ LC_ALL: '', LC_MESSAGES: 'zh_TW.UTF-8' }, '正在构建'],
  [{}, '正在构建'],
])('with %j setting up says %s', (environment, text) => {
  expect(stepTexts(environment, 'zh-CN').building).toBe(text);
});

it('both languages say the same things', () => {
  const [en, zh] = [stepTexts({ KAMIKIT_LANG: 'en' }), stepTexts({ KAMIKIT_LANG: 'zh' })];
  expect(Object.keys(zh)).toEqual(Object.keys(en));
  for (const { failed } of [en, zh]) expect(failed('pnpm a', 'why')).toMatch(/pnpm a.*why/);
});
