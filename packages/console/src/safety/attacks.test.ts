import { describe, expect, it } from 'vitest';
import { BASE, openConsole } from '../testing/open-console.ts';

const PAGES = [
  '',
  'approvals',
  'jobs',
  'ledger',
  'mandates',
  'people',
  'notifications',
  'catalogue',
  'doctor',
  'live',
  'here',
];
const CHANGES = [
  'stop',
  'resume',
  'mandates',
  'settings',
  'end',
  'approvals/x/approve',
  'ledger/x/reconcile',
  ...[
    'jobs/x/pause',
    'jobs/x/resume',
    'jobs/x/cancel',
    'approvals/jobs/x/approve',
    'approvals/jobs/x/decline',
  ],
];

describe('without a session', () => {
  it.each([
    ...PAGES,
    'ledger/export/csv',
    'ledger/x',
    'jobs/x',
    'jobs/x/export',
    'ledger/x/cards/1',
    'pictures/x',
  ])('the page /%s shows nothing', async (path) => {
    const { ask } = await openConsole();
    const answer = await ask(path);
    expect(answer.status).toBe(401);
    expect(await answer.text()).not.toContain('_csrf');
  });

  it.each(CHANGES)('nothing is changed by a form to /%s', async (path) => {
    const { ask, ledger } = await openConsole();
    const headers = { origin: BASE, 'sec-fetch-site': 'same-origin' };
    expect((await ask(path, { method: 'POST', headers, body: new URLSearchParams() })).status).toBe(401);
    expect(await ledger.suspensions()).toEqual([]);
  });

  it('whoever does not know the path of the page finds its door alone, which tells nothing of it', async () => {
    const { page, root } = await openConsole();
    for (const path of ['/enter', '/ledger', '/here', '/assets/console.css'])
      expect((await page.fetch(new Request(new URL(path, BASE)))).status).toBe(404);
    expect(page.address(BASE)).toBe(`${BASE}/`);
    const door = await page.fetch(new Request(page.address(BASE)));
    const told = `${[...door.headers].join()} ${await door.text()}`;
    expect(told).toContain('Run kamikit ui in a terminal');
    expect(told).not.toContain(new URL(root).pathname.replaceAll('/', ''));
  });
});

describe('a one-time link', () => {
  it('opens the page once', async () => {
    const { page } = await openConsole();
    const link = page.oneTimeLink(BASE);
    const open = () => page.fetch(new Request(link));
    const [first, second] = [await open(), await open()];
    expect([first.status, first.headers.has('set-cookie')]).toEqual([200, true]);
    expect([second.status, second.headers.has('set-cookie')]).toEqual([403, false]);
  });

  it('works for a few minutes', async () => {
    const { page, pass } = await openConsole();
    const link = page.oneTimeLink(BASE);
    pass(5 * 60_000);
    expect((await page.fetch(new Request(link))).status).toBe(403);
  });

  it.each([['prefetch'], ['prefetch;prerender']])(
    'is not used up by a browser that loads ahead (%s)',
    async (purpose) => {
      const { page } = await openConsole();
      const link = page.oneTimeLink(BASE);
      const ahead = await page.fetch(new Request(link, { headers: { 'sec-purpose': purpose } }));
      expect([ahead.status, ahead.headers.has('set-cookie')]).toEqual([503, false]);
      expect((await page.fetch(new Request(link))).status).toBe(200);
    },
  );

  it('of which many were made is void, all but the last ones', async () => {
    const { page } = await openConsole();
    const links = Array.from({ length: 17 }, () => page.oneTimeLink(BASE));
    const open = async (link = '') => (await page.fetch(new Request(link))).status;
    expect([await open(links[0]), await open(links[1]), await open(links[16])]).toEqual([403, 200, 200]);
  });

  it('cannot be guessed from the page’s address', async () => {
    const { page, root } = await openConsole();
    const [one, another] = [page.oneTimeLink(BASE), page.oneTimeLink(BASE)].map(
      (link) => new URL(link).search,
    );
    expect(one).toMatch(/^\?link=[\w-]{43}$/);
    expect(one).not.toBe(another);
    expect((await page.fetch(new Request(`${root}enter?link=x`))).status).toBe(403);
  });
});

describe('a session', () => {
  it('is a cookie that no script reads, no other site and no other server of this machine is sent', async () => {
    const { page, root } = await openConsole();
    const answer = await page.fetch(new Request(page.oneTimeLink(BASE)));
    const [, ...attributes] = (answer.headers.get('set-cookie') ?? '').split('; ');
    expect(attributes.sort()).toEqual(['HttpOnly', `Path=${new URL(root).pathname}`, 'SameSite=Strict']);
  });

  it('ends when nothing is done in it, however long a page lies open', async () => {
    const { enter, pass } = await openConsole();
    const { get } = await enter();
    for (let minutes = 0; minutes < 30; minutes += 10) {
      pass(10 * 60_000);
      await get('', { 'x-kamikit-part': '1' });
    }
    expect((await get('')).status).toBe(401);
  });

  it('goes on while something is done in it, and ends after half a day all the same', async () => {
    const { enter, pass } = await openConsole();
    const { get } = await enter();
    for (let hours = 0; hours < 11.75; hours += 0.25) {
      pass(15 * 60_000);
      expect((await get('')).status).toBe(200);
    }
    pass(15 * 60_000);
    expect((await get('')).status).toBe(401);
  });

  it('ends when its owner says so, and with the page', async () => {
    const { enter, page } = await openConsole();
    const [one, another] = [await enter(), await enter()];
    await one.post('end');
    expect((await one.get('')).status).toBe(401);
    expect((await another.get('')).status).toBe(200);
    page.close();
    expect((await another.get('')).status).toBe(401);
  });
});

describe('a form', () => {
  it.each<[what: string, headers: Record<string, string>]>([
    ['another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
    ['another server of this machine', { origin: 'http://127.0.0.1:9999', 'sec-fetch-site': 'same-site' }],
    ['a page without an origin', { origin: 'null' }],
  ])('that %s sent changes nothing', async (_, headers) => {
    const { enter, ledger } = await openConsole();
    const { post } = await enter();
    expect((await post('stop', {}, headers)).status).toBe(403);
    expect(await ledger.suspensions()).toEqual([]);
  });

  it.each([
    ['no token', ''],
    ['the token of another session', 'another'],
    ['a made-up token', 'x'.repeat(43)],
  ])('with %s changes nothing', async (_, given) => {
    const { enter, ledger } = await openConsole();
    const [{ post }, another] = [await enter(), await enter()];
    const _csrf = given === 'another' ? another.csrf : given;
    expect((await post('stop', { _csrf })).status).toBe(403);
    expect(await ledger.suspensions()).toEqual([]);
  });

  it('of our own page works, so that the tests above mean something', async () => {
    const { enter, ledger } = await openConsole();
    const { post } = await enter();
    expect((await post('stop')).status).toBe(303);
    expect(await ledger.suspensions()).toMatchObject([{ account: null, by: 'page' }]);
  });

  it('larger than any of ours is refused, announced or not', async () => {
    const { enter, ask } = await openConsole();
    const { post, cookie, csrf } = await enter();
    expect((await post('mandates', { goods: '1'.repeat(17_000) })).status).toBe(413);
    const chunk = new TextEncoder().encode(`_csrf=${csrf}&goods=${'1'.repeat(9_000)}`);
    const body = ReadableStream.from([chunk, chunk]);
    const headers = { cookie, origin: BASE, 'content-type': 'application/x-www-form-urlencoded' };
    const init = { method: 'POST', headers, body, duplex: 'half' } as const;
    expect((await ask('mandates', init)).status).toBe(413);
  });

  it('leads back to our own pages only', async () => {
    const { enter, root } = await openConsole();
    const { post } = await enter();
    for (const back of [
      'https://evil.example/',
      '//evil.example/',
      '/elsewhere',
      '\\\\evil.example',
      'javascript:alert(1)',
    ])
      expect((await post('settings', { theme: 'dark', back })).headers.get('location')).toBe(
        new URL(root).pathname,
      );
    const { pathname } = new URL('ledger', root);
    expect((await post('settings', { back: `${pathname}?q=a` })).headers.get('location')).toBe(
      `${pathname}?q=a`,
    );
  });
});

describe('another site', () => {
  it.each([
    [
      'frame a page',
      { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' },
    ],
    [
      'load one as a script',
      { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'script' },
    ],
    ['read one', { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty' }],
  ])('cannot %s', async (_, headers) => {
    const { enter } = await openConsole();
    expect((await (await enter()).get('ledger', headers)).status).toBe(403);
  });

  it('may link to one', async () => {
    const { enter } = await openConsole();
    const headers = {
      'sec-fetch-site': 'cross-site',
      'sec-fetch-mode': 'navigate',
      'sec-fetch-dest': 'document',
    };
    expect((await (await enter()).get('ledger', headers)).status).toBe(200);
  });

  it.each(['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD'])('%s is not known', async (method) => {
    const { ask } = await openConsole();
    expect((await ask('', { method })).status).toBe(405);
  });
});

describe('every answer', () => {
  it.each([...PAGES.filter((path) => path !== 'live' && path !== 'here'), 'nothing', 'enter', '/'])(
    'of /%s says what a browser may do with it',
    async (path) => {
      const { enter } = await openConsole();
      const { headers, text } = await (await enter()).get(path);
      const policy = Object.fromEntries(
        (headers.get('content-security-policy') ?? '').split('; ').map((part) => part.split(/ (.*)/, 2)),
      );
      expect(policy).toEqual({
        ...{ 'default-src': "'none'", 'script-src': "'self'", 'style-src': "'self'", 'img-src': "'self'" },
        ...{
          'connect-src': "'self'",
          'form-action': "'self'",
          'base-uri': "'none'",
          'frame-ancestors': "'none'",
        },
      });
      expect(Object.fromEntries(headers)).toMatchObject({
        ...{ 'referrer-policy': 'no-referrer', 'cache-control': 'no-store', 'x-frame-options': 'DENY' },
        ...{ 'x-content-type-options': 'nosniff', 'cross-origin-resource-policy': 'same-origin' },
      });
      // What that policy would keep from working.
      expect(text).not.toMatch(/<script(?! type="module" src=")|<style|\sstyle=|\son[a-z]+=|javascript:/);
      expect([...text.matchAll(/(?:src|href|action)="([^"]*)"/g)].map(([, to]) => to)).not.toContainEqual(
        expect.stringMatching(/^(?:https?:)?\/\//),
      );
    },
  );
});
