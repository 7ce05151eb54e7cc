import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { openSandbox } from './testing/open-sandbox.ts';

const cutOff = [
  { kind: 'refuse_connection', charged: 0 },
  { kind: 'reset_before', charged: 0 },
  { kind: 'reset_after', charged: 1 },
  { kind: 'truncate', abort: true, charged: 1 },
] as const;

test.each(cutOff)(
  '$kind cuts the connection, with $charged orders charged',
  async ({ charged, ...fault }) => {
    const { sandbox, buy, charges } = await openSandbox();
    sandbox.addFault({ upstream: 'storefront', operation: 'purchase', ...fault });
    await expect(buy()).rejects.toThrow(TypeError);
    expect(charges()).toBe(charged);
  },
);

test('a refused connection does not wait for the body', async () => {
  const { sandbox } = await openSandbox();
  sandbox.addFault({ upstream: 'storefront', operation: 'purchase', kind: 'refuse_connection' });
  const { host, port } = new URL(sandbox.url);
  const socket = connect(Number(port), '127.0.0.1');
  const failed = once(socket, 'error');
  socket.write(`POST /storefront/api/v2/purchase HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 50\r\n\r\n`);
  await expect(failed).resolves.toMatchObject([{ code: 'ECONNRESET' }]);
});

const strange = [
  { kind: 'status', status: 502, answers: 502, type: 'text/html', charged: 0 },
  { kind: 'status', status: 500, after: true, answers: 500, type: 'text/html', charged: 1 },
  { kind: 'status', status: 401, answers: 401, type: 'application/json', charged: 0 },
  { kind: 'status', status: 302, answers: 302, type: 'text/html', charged: 0 },
  { kind: 'html', answers: 200, type: 'text/html', charged: 1 },
  { kind: 'html', after: false, answers: 200, type: 'text/html', charged: 0 },
  { kind: 'truncate', answers: 200, type: 'application/json', charged: 1 },
  { kind: 'garbage', answers: 200, type: 'application/json', charged: 1 },
  { kind: 'garbage', bytes: true, answers: 200, type: 'application/json', charged: 1 },
  { kind: 'rate_limit', answers: 429, type: 'application/json', charged: 0 },
  { kind: 'delay_ms', ms: 1, answers: 200, type: 'application/json', charged: 1 },
  { kind: 'delay_ms', ms: 1, when: 'before', answers: 200, type: 'application/json', charged: 1 },
] as const;

test.each(strange)(
  '$kind $status answers $answers $type, with $charged orders charged',
  async ({ answers, type, charged, ...fault }) => {
    const { sandbox, buy, charges } = await openSandbox();
    sandbox.addFault({ upstream: 'storefront', operation: 'purchase', ...fault });
    const answer = await buy();
    expect(answer.status).toBe(answers);
    expect(answer.headers.get('content-type')).toContain(type);
    expect(charges()).toBe(charged);
  },
);

test('a truncated answer is complete HTTP and half a JSON text', async () => {
  const { sandbox, shop } = await openSandbox();
  const whole = await shop('/goods/1');
  sandbox.addFault({ upstream: 'storefront', operation: 'get_goods', kind: 'truncate' });
  const half = await shop('/goods/1');
  expect(half.body).toBeUndefined();
  expect(whole.text.startsWith(half.text.slice(0, 100))).toBe(true);
  expect(Number(half.headers.get('content-length'))).toBeLessThan(
    Number(whole.headers.get('content-length')),
  );
});

test('garbage is JSON of a shape that no document shows, or not even text', async () => {
  const { sandbox, shop } = await openSandbox();
  sandbox.addFault({ upstream: 'storefront', operation: 'get_balance', kind: 'garbage' });
  expect((await shop('/balance')).body).toEqual({ success: 'maybe', code: [], data: [[]] });
  sandbox.addFault({ upstream: 'storefront', operation: 'get_balance', kind: 'garbage', bytes: true });
  expect((await shop('/balance')).body).toBeUndefined();
});

test('a redirect leads to an HTML page', async () => {
  const { sandbox, shop } = await openSandbox();
  sandbox.addFault({ upstream: 'storefront', operation: 'get_balance', kind: 'status', status: 302 });
  const page = await shop('/balance', { redirect: 'follow' });
  expect(page.status).toBe(200);
  expect(page.headers.get('content-type')).toContain('text/html');
});

test('a rate limit says how long to wait, one second by default', async () => {
  const { sandbox, shop } = await openSandbox();
  const limit = { upstream: 'storefront', operation: 'get_balance', kind: 'rate_limit' } as const;
  sandbox.addFault(limit);
  sandbox.addFault({ ...limit, retry_after: 30 });
  expect((await shop('/balance')).headers.get('retry-after')).toBe('1');
  expect((await shop('/balance')).headers.get('retry-after')).toBe('30');
});

test.each([
  { when: 'after', charged: 1 },
  { when: 'before', charged: 0 },
])('a client that gives up during a delay $when the work finds $charged orders charged', async (row) => {
  const { sandbox, shop, charges } = await openSandbox();
  const hang = { operation: 'purchase', kind: 'delay_ms', ms: 3_600_000, when: row.when } as const;
  sandbox.addFault({ upstream: 'storefront', ...hang });
  const giveUp = new AbortController();
  const bought = shop('/v2/purchase?goods_id=3&sub_id=31&quantity=1', { signal: giveUp.signal });
  await expect.poll(() => sandbox.state().requests.length, { interval: 1 }).toBe(1);
  // A second exchange: by its end the first has certainly been taken as far as it goes.
  expect((await shop('/balance')).status).toBe(200);
  giveUp.abort();
  await expect(bought).rejects.toThrow();
  expect(charges()).toBe(row.charged);
});
