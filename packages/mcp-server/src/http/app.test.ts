import { DatabaseSync } from 'node:sqlite';
import { KamikitError } from '@kamikit/core';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { skipping } from '../../test/host.ts';
import { posted } from '../../test/posted-call.ts';
import { BASE, openServed } from '../../test/served.ts';
import { ledgerPath } from '../config/config.ts';
import { createApp } from './app.ts';
import { limitPerPerson } from './limits.ts';
import { createMetrics } from './metrics.ts';

const OWNER = { role: 'owner' } as const;

describe('a page of another site', () => {
  it.each([
    'https://evil.example',
    'null',
    'http://127.0.0.1:4001',
    'http://localhost.evil.example:4000',
    'https://127.0.0.1:4000',
  ])('cannot use a token that it got hold of (%s), nor read an answer', async (origin) => {
    const { ask, tokenOf } = await openServed();
    const token = await tokenOf('alice', OWNER);
    const init = posted(token, 'get_balance');
    const answer = await ask('/mcp', { ...init, headers: { ...init.headers, origin } });
    expect(answer.status).toBe(403);
    for (const path of ['/metrics', '/page-link', '/'])
      expect((await ask(path, { headers: { origin, authorization: `Bearer ${token}` } })).status).toBe(403);
    expect([...answer.headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([]);
  });

  it('is told from a form on a page that tells nobody where it is, by what browsers say of the site', async () => {
    const { ask, tokenOf } = await openServed();
    const init = posted(await tokenOf('alice', OWNER), 'get_balance');
    for (const [origin, site, status] of [
      ['null', 'same-origin', 200],
      ['null', 'same-site', 403],
      ['null', 'cross-site', 403],
      ['null', 'none', 403],
      ['https://evil.example', 'same-origin', 403],
    ] as const) {
      const headers = { ...init.headers, origin, 'sec-fetch-site': site };
      expect((await ask('/mcp', { ...init, headers })).status, `${origin} ${site}`).toBe(status);
    }
  });

  it('is told nothing about what is allowed before it asks', async () => {
    const { ask } = await openServed();
    const headers = { origin: 'https://evil.example', 'access-control-request-method': 'POST' };
    const answer = await ask('/mcp', { method: 'OPTIONS', headers });
    expect(answer.status).toBe(403);
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('is told from our own, also behind a proxy', async () => {
    const { ask, tokenOf } = await openServed({ publicUrl: 'https://kamikit.example/' });
    const init = posted(await tokenOf('alice'), 'get_balance');
    for (const [origin, status] of [
      ['https://kamikit.example', 200],
      ['http://127.0.0.1:4000', 200],
      ['http://kamikit.example', 403],
    ] as const)
      expect((await ask('/mcp', { ...init, headers: { ...init.headers, origin } })).status).toBe(status);
  });
});

describe('a request', () => {
  it.each([
    ['/mcp', null, 401, 'unauthorized', 'Authorization: Bearer TOKEN'],
    ['/mcp', `kk_${'a'.repeat(42)}`, 401, 'invalid_token', 'was not copied whole'],
    ['/', null, 404, 'not_found', `MCP is at ${BASE}/mcp.`],
    ['/mcp/', null, 404, 'not_found', `MCP is at ${BASE}/mcp.`],
  ])('that is refused says what to do about it: %s, %s', async (path, token, status, error, advice) => {
    const { ask } = await openServed();
    const answer = await ask(path, posted(token, 'get_balance'));
    expect(answer.status).toBe(status);
    const error_description = expect.stringContaining(advice);
    expect(await answer.json()).toEqual({ error, error_description });
  });

  it('that is no MCP is told of with its id and who sent it', async () => {
    const { ask, tokenOf, logged } = await openServed();
    const { headers } = posted(await tokenOf('alice'), 'get_balance');
    const answer = await ask('/mcp', {
      method: 'POST',
      headers: { ...headers, 'content-type': 'text/plain' },
      body: 'x',
    });
    expect(answer.status).toBe(415);
    const id = answer.headers.get('x-request-id');
    expect(logged.filter((line) => line.includes('protocol error')).map((line) => JSON.parse(line))).toEqual([
      expect.objectContaining({ request_id: id, who: 'alice' }),
    ]);
  });

  it('gets an id of ours, whatever it says itself, and its lines of the log have it', async () => {
    const { ask, tokenOf, logged } = await openServed();
    const init = posted(await tokenOf('alice'), 'poll_order', { order_sn: 'X' });
    const answer = await ask('/mcp', { ...init, headers: { ...init.headers, 'x-request-id': 'theirs' } });
    await answer.text();
    const id = answer.headers.get('x-request-id');
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    const linesOf = () =>
      logged.map((line) => JSON.parse(line)).filter(({ request_id }) => request_id === id);
    const told = () => linesOf().map(({ message }) => message);
    await expect.poll(told).toEqual(['tool call failed', 'answered']);
  });

  it('of more than a megabyte is refused before anything is read of it', async () => {
    const { ask, tokenOf, logged } = await openServed();
    const token = await tokenOf('alice');
    const large = posted(token, 'list_goods', { search: 'a'.repeat(1_100_000) });
    expect((await ask('/mcp', large)).status).toBe(413);
    const chunk = new TextEncoder().encode('a'.repeat(200_000));
    const body = ReadableStream.from(Array.from({ length: 7 }, () => chunk));
    const init = { ...large, body, duplex: 'half' as const };
    expect((await ask('/mcp', init)).status).toBe(413);
    expect(logged.join()).not.toContain('aaaa');
  });

  it.each(['PUT', 'PATCH', 'GET', 'DELETE'])(
    'that is no POST is none of the protocol’s: %s',
    async (method) => {
      const { ask, tokenOf } = await openServed();
      const headers = { authorization: `Bearer ${await tokenOf('alice')}`, accept: 'text/event-stream' };
      expect((await ask('/mcp', { method, headers })).status).toBe(405);
    },
  );

  it('that is no JSON, or of another type, gets an error and changes nothing', async () => {
    const { ask, tokenOf, sandbox } = await openServed();
    const init = posted(await tokenOf('alice'), 'purchase');
    expect((await ask('/mcp', { ...init, body: '{' })).status).toBe(400);
    const headers = { ...init.headers, 'content-type': 'text/plain' };
    expect((await ask('/mcp', { ...init, headers })).status).toBe(415);
    expect(sandbox.state().storefront.charges).toEqual([]);
  });
});

it.each([
  [new KamikitError('the ledger is away', { code: 'unreachable' }), 503, 'unavailable', 'the ledger is away'],
  [new RangeError('/secret/path'), 500, 'internal', 'RangeError'],
])(
  'a call that fails before it is answered counts as under way no more: %s',
  async (error, status, told, reason) => {
    const log = vi.fn();
    const ask = createApp({
      ...{ own: () => ({ host: '127.0.0.1', port: 4000, publicUrl: null }), base: () => BASE },
      ...{ log, metrics: createMetrics([]), issuers: null, notify: null },
      admit: async () => ({ person: { name: 'alice', role: 'buyer', daily_budget: null, max_order: null } }),
      enter: limitPerPerson({ atOnce: 1, perMinute: 9 }, () => 0),
      ...{ isEnding: () => false, isReady: async () => true, mcp: () => Promise.reject(error) },
      ...{ page: async () => new Response(), pageLink: async () => '' },
    });
    for (let time = 0; time < 2; time += 1) {
      const answer = await ask(new Request(`${BASE}/mcp`, posted('token', 'list_goods')));
      expect([answer.status, await answer.json()]).toEqual([
        status,
        expect.objectContaining({ error: told }),
      ]);
      const details = { request_id: expect.any(String), reason };
      expect(log).toHaveBeenCalledWith('error', 'request failed', details);
      log.mockClear();
    }
  },
);

describe('what looks after the server', () => {
  it('is told that it lives, and whether its ledger can be reached', async () => {
    const { ask, serving } = await openServed();
    expect(await (await ask('/healthz')).json()).toEqual({ status: 'ok' });
    expect((await ask('/readyz')).status).toBe(200);
    await serving.ended();
    expect((await ask('/healthz')).status).toBe(200);
    expect((await ask('/readyz')).status).toBe(503);
  });

  it('is told that it is not ready while its ledger cannot be read', async () => {
    const { ask, ledger } = await openServed();
    await ledger.close();
    expect([(await ask('/healthz')).status, (await ask('/readyz')).status]).toEqual([200, 503]);
  });

  it('is told so too of an instance whose ledger a newer version has taken over, and the log says why', async () => {
    const { ask, config, logged } = await openServed();
    expect((await ask('/readyz')).status).toBe(200);
    const file = new DatabaseSync(ledgerPath(config));
    // The server may be writing to it just now.
    await vi.waitFor(() => file.exec('pragma user_version = 999'));
    file.close();
    for (let time = 0; time < 2; time += 1) expect((await ask('/readyz')).status).toBe(503);
    expect((await ask('/healthz')).status).toBe(200);
    const told = logged.filter((line) => line.includes('not ready'));
    expect(told).toHaveLength(1);
    expect(told[0]).toContain('was written by a newer version (schema 999');
  });

  it('is told figures with the token of an owner or a viewer, without names and secrets', async () => {
    const { ask, tokenOf } = await openServed();
    const token = await tokenOf('alice-who-buys');
    await (await ask('/mcp', posted(token, 'list_goods'))).text();
    await (await ask('/mcp', posted(token, 'poll_order', { order_sn: 'SECRET' }))).text();
    const read = async (name: string, role: 'owner' | 'buyer' | 'viewer') =>
      ask('/metrics', { headers: { authorization: `Bearer ${await tokenOf(name, { role })}` } });
    expect((await read('buyer', 'buyer')).status).toBe(403);
    const text = await (await read('viewer', 'viewer')).text();
    expect(text).toContain('kamikit_tool_calls_total{tool="list_goods",outcome="ok"} 1');
    expect(text).toContain('kamikit_tool_calls_total{tool="poll_order",outcome="not_found"} 1');
    expect(text).toContain('kamikit_http_requests_total{route="mcp",method="POST",status="200"} 2');
    expect(text).not.toMatch(/alice|SECRET|kk_/);
    // What an alert waits for begins with nothing: a series that began with the first would hide it.
    for (const outcome of ['outcome_unknown', 'suspended', 'internal'])
      expect(text).toContain(`kamikit_tool_calls_total{tool="purchase",outcome="${outcome}"} 0`);
    expect((await read('owner', 'owner')).status).toBe(200);
  });

  it('is refused new calls once it ends', async () => {
    const { ask, tokenOf, serving } = await openServed();
    const token = await tokenOf('alice');
    await serving.ended();
    const answer = await ask('/mcp', posted(token, 'list_goods'));
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
  });
});

it('a supplier’s notification with a wrong signature is refused, and none of it needs a token', async () => {
  const { ask } = await openServed();
  const body = new URLSearchParams({ trade_no: '1'.repeat(24), status: '1' });
  const answer = await ask(`/notify/${'1'.repeat(24)}`, { method: 'POST', body });
  expect(answer.status).toBe(403);
  expect(
    (await ask('/notify/x', { method: 'POST', headers: { origin: 'https://evil.example' } })).status,
  ).toBe(403);
});

it('a client that waits hears meanwhile what it waits for', async () => {
  const { tokenOf, connect } = await openServed({
    environment: { KAMIKIT_CONFIRM: 'owner' },
    parts: { outside: { timing: skipping() } },
  });
  const { client } = await connect(await tokenOf('alice'));
  const said: unknown[] = [];
  const wish = { goods_id: 1, sub_id: 11, quantity: 1, max_total: '999', idempotency_key: 'k' };
  const call = { name: 'purchase', arguments: { ...wish, wait_seconds: 45 } };
  await client.callTool(call, { onprogress: ({ message }) => said.push(message) });
  expect(said).toContain('It waits for its owner; nothing was sent yet.');
});

it('a client that goes away ends its waiting, and what was sent is written down', async () => {
  const { ask, tokenOf, sandbox, ledger, serving } = await openServed();
  const token = await tokenOf('alice');
  sandbox.addFault({ upstream: 'storefront', operation: 'purchase_sync', kind: 'delay_ms', ms: 300 });
  const leaving = new AbortController();
  onTestFinished(() => leaving.abort());
  const wish = { goods_id: 1, sub_id: 11, quantity: 1, max_total: '999', mode: 'sync', idempotency_key: 'k' };
  const asked = ask('/mcp', { ...posted(token, 'purchase', wish), signal: leaving.signal }).catch(() => null);
  await expect.poll(() => sandbox.state().counts.storefront?.purchase_sync).toBe(1);
  leaving.abort();
  await asked;
  await serving.ended();
  expect((await ledger.list()).entries).toMatchObject([{ state: 'completed', person: 'alice' }]);
});
