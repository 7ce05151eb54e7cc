import { KamikitError, parseMoney } from '@kamikit/core';
import { request } from 'undici';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { BASE, openServed } from '../../test/served.ts';
import { serveHandler } from './serve-handler.ts';

const OWNER = { role: 'owner' } as const;

/** An owner called olga, as she is added, who opens a page of her own. */
async function openPages() {
  const served = await openServed();
  const { ask, tokenOf } = served;
  const linkFor = async (token: string) => {
    const headers = { authorization: `Bearer ${token}` };
    const { link } = Object(await (await ask('/page-link', { method: 'POST', headers })).json());
    return new URL(String(link));
  };
  const open = async ({ pathname, search }: URL) => {
    const cookie = (await ask(`${pathname}${search}`)).headers.get('set-cookie')?.split(';')[0] ?? '';
    return async () => (await ask(pathname.replace(/enter$/, ''), { headers: { cookie } })).status;
  };
  return { ...served, ...{ linkFor, open }, addOlga: () => tokenOf('olga', { role: 'owner' }) };
}

describe('an owner who is revoked and added again under the same name, before anybody looks', () => {
  it('begins without sessions of the page: those of before have ended', async () => {
    const { ledger, linkFor, open, addOlga } = await openPages();
    const look = await open(await linkFor(await addOlga()));
    expect(await look()).toBe(200);
    await ledger.revokePerson('olga', 'test');
    await addOlga();
    expect(await look()).toBe(404);
  });

  it('and so are the links of before that nobody has opened, and the page that a new link opens', async () => {
    const { ledger, linkFor, open, addOlga } = await openPages();
    const token = await addOlga();
    const [look, unopened] = [await open(await linkFor(token)), await linkFor(token)];
    await ledger.revokePerson('olga', 'test');
    const lookAnew = await open(await linkFor(await addOlga()));
    expect([await look(), await (await open(unopened))(), await lookAnew()]).toEqual([404, 404, 200]);
  });
});

it('for strangers who ask for anything nobody is looked up in the ledger', async () => {
  const { ask, ledger, linkFor, open, addOlga } = await openPages();
  const look = await open(await linkFor(await addOlga()));
  const people = vi.spyOn(ledger, 'people');
  for (const path of ['/', '/enter', '/ledger']) await ask(path);
  expect(people).not.toHaveBeenCalled();
  expect(await look()).toBe(200);
  expect(people).toHaveBeenCalled();
});

it('while the ledger is away the page says so to its owner, does nothing, and uses up no link', async () => {
  const { ask, ledger, linkFor, open, addOlga } = await openPages();
  const token = await addOlga();
  const [opened, unopened] = [await linkFor(token), await linkFor(token)];
  const { cookie, root } = await enter(ask, opened.href);
  const away = new KamikitError('The ledger postgres://db/kamikit cannot be reached (ECONNREFUSED).', {
    ...{ code: 'config_invalid', outcome: 'not_committed', hint: 'Nothing is sent until it answers again.' },
  });
  const people = vi.spyOn(ledger, 'people').mockRejectedValue(away);
  const shown = await ask(root, { headers: { cookie } });
  expect([shown.status, shown.headers.get('content-type')]).toEqual([503, 'text/html; charset=UTF-8']);
  expect(await shown.text()).toMatch(/cannot be reached.*Nothing is sent until it answers again/);
  const pressed = { method: 'POST', headers: { cookie, origin: BASE, 'sec-fetch-site': 'same-origin' } };
  expect((await ask(`${root}stop`, pressed)).status).toBe(503);
  expect((await ask(`${unopened.pathname}${unopened.search}`)).status).toBe(503);
  // Whoever has no session is told nothing.
  expect((await ask(root)).status).toBe(401);
  people.mockRestore();
  expect(await (await open(unopened))()).toBe(200);
});

it('an owner’s yes sends nothing while the name of a guard is misspelt', async () => {
  const served = await openServed({ environment: { KAMIKIT_DAILY_BUGDET: '5' } });
  const { ask, tokenOf, ledger, sandbox } = served;
  const headers = { authorization: `Bearer ${await tokenOf('olga', OWNER)}` };
  const link = await linkIn(await ask('/page-link', { method: 'POST', headers }));
  const request = { goods_id: 1, sub_id: 11, quantity: 1, max_total: '60', mode: 'sync' };
  const quote = { kind: 'purchase', upstream: 'storefront', total: '25' };
  const wish = {
    kind: 'purchase',
    idempotencyKey: 'k',
    request,
    amount: parseMoney(60),
    approval: { quote },
  };
  const { entry } = await ledger.prepare(wish);
  const { cookie, root } = await enter(ask, link);
  const page = await (await ask(root, { headers: { cookie } })).text();
  const body = new URLSearchParams({ _csrf: /name="_csrf" value="([^"]+)"/.exec(page)?.[1] ?? '' });
  const sent = { cookie, origin: BASE, 'sec-fetch-site': 'same-origin' };
  await ask(`${root}approvals/${entry.id}/approve`, { method: 'POST', headers: sent, body });
  const told = await (await ask(`${root}approvals`, { headers: { cookie } })).text();
  expect(told).toContain('KAMIKIT_DAILY_BUGDET');
  expect(await ledger.get(entry.id)).toMatchObject({ state: 'awaiting_approval' });
  expect(sandbox.state().storefront.charges).toEqual([]);
});

it('two links of one owner open one page', async () => {
  const { linkFor, open, addOlga } = await openPages();
  const token = await addOlga();
  const [one, other] = await Promise.all([linkFor(token), linkFor(token)]);
  expect(one.pathname).toBe(other.pathname);
  const looks = [await open(one), await open(other)];
  expect(await Promise.all(looks.map((look) => look()))).toEqual([200, 200]);
});

describe('the owner’s page', () => {
  it('is opened by an owner with a link of their own, and what is decided there is in their name', async () => {
    const { ask, tokenOf, ledger } = await openServed();
    const token = await tokenOf('olga', OWNER);
    const linked = await ask('/page-link', { method: 'POST', headers: { authorization: `Bearer ${token}` } });
    const link = await linkIn(linked);
    expect(link).toMatch(/^http:\/\/127\.0\.0\.1:4000\/[0-9a-f]{24}\/enter\?link=/);
    const { cookie, root } = await enter(ask, link);
    const form = await (await ask(root, { headers: { cookie } })).text();
    const csrf = /name="_csrf" value="([^"]+)"/.exec(form)?.[1] ?? '';
    const headers = { cookie, origin: BASE, 'sec-fetch-site': 'same-origin' };
    const stop = () =>
      ask(`${root}stop`, { method: 'POST', headers, body: new URLSearchParams({ _csrf: csrf }) });
    expect((await stop()).status).toBe(303);
    expect(await ledger.suspensions()).toMatchObject([{ by: 'olga' }]);
    await ledger.liftStop('test');
    await ledger.revokePerson('olga', 'test');
    expect((await stop()).status).toBe(404);
    expect(await ledger.suspensions()).toEqual([]);
  });

  it('of another issuer’s owner is within the limits of the token that its link was asked for with', async () => {
    const { ask, serving, ledger } = await openServed();
    const name = 'olga@https://issuer.example';
    const olga = { ...OWNER, name, max_order: null };
    const before = { ...olga, daily_budget: parseMoney(1_000) };
    const now = { ...olga, daily_budget: parseMoney(10) };
    await serving.pages.linkFor(before);
    const { cookie, root } = await enter(ask, await serving.pages.linkFor(now));
    const item = { goods_id: 1, sub_id: 11, quantity: 1, max_total: '30' };
    const job = { kind: 'purchase', idempotencyKey: 'job', items: [item], maxTotal: parseMoney(30) };
    const { id } = (await ledger.as(before).startJob(job)).job;
    await ledger.as(before).controlJob(id, 'pause', name);
    const headers = { cookie, origin: BASE, 'sec-fetch-site': 'same-origin' };
    const form = await (await ask(root, { headers: { cookie } })).text();
    const csrf = /name="_csrf" value="([^"]+)"/.exec(form)?.[1] ?? '';
    const body = new URLSearchParams({ _csrf: csrf });
    expect((await ask(`${root}jobs/${id}/resume`, { method: 'POST', headers, body })).status).toBe(303);
    expect(await ledger.job(id)).toMatchObject({ person: now });
  });

  it.each(['buyer', 'viewer'] as const)('is not opened by a %s', async (role) => {
    const { ask, tokenOf } = await openServed();
    const headers = { authorization: `Bearer ${await tokenOf('x', { role })}` };
    expect((await ask('/page-link', { method: 'POST', headers })).status).toBe(403);
  });

  it('works behind a proxy with TLS, where its cookie is for TLS alone', async () => {
    const { serving, tokenOf } = await openServed({ publicUrl: 'https://kamikit.example/' });
    const place = { port: 0, host: '127.0.0.1', publicUrl: 'https://kamikit.example/' };
    const { url, close } = await serveHandler(serving.fetch, place);
    onTestFinished(() => close());
    const outside: Ask = async (path, { method = 'GET', headers, body } = {}) => {
      const sent = { ...Object.fromEntries(new Headers(headers)), host: 'kamikit.example' };
      const form =
        body instanceof URLSearchParams ? { 'content-type': 'application/x-www-form-urlencoded' } : {};
      const text = body instanceof URLSearchParams ? body.toString() : null;
      const answer = await request(new URL(path, url), { method, headers: { ...sent, ...form }, body: text });
      const cookie = String(answer.headers['set-cookie'] ?? '');
      return new Response(await answer.body.text(), {
        status: answer.statusCode,
        headers: { 'set-cookie': cookie },
      });
    };
    const headers = { authorization: `Bearer ${await tokenOf('olga', OWNER)}` };
    const link = await linkIn(await outside('/page-link', { method: 'POST', headers }));
    expect(link).toMatch(/^https:\/\/kamikit\.example\//);
    const { cookie, root, set } = await enter(outside, link);
    expect(set).toContain('Secure');
    const form = await (await outside(root, { headers: { cookie } })).text();
    const csrf = /name="_csrf" value="([^"]+)"/.exec(form)?.[1] ?? '';
    const sent = { cookie, origin: 'https://kamikit.example' };
    const body = new URLSearchParams({ _csrf: csrf });
    expect((await outside(`${root}stop`, { method: 'POST', headers: sent, body })).status).toBe(303);
  });
});

type Ask = (path: string, init?: RequestInit) => Promise<Response>;

async function linkIn(answer: Response): Promise<string> {
  return String(Object(await answer.json()).link);
}

/** Opens a one-time link, as a browser would. */
async function enter(ask: Ask, link: string): Promise<{ cookie: string; root: string; set: string }> {
  const { pathname, search } = new URL(link);
  const set = (await ask(`${pathname}${search}`)).headers.get('set-cookie') ?? '';
  return { set, cookie: set.split(';')[0] ?? '', root: pathname.replace(/enter$/, '') };
}
