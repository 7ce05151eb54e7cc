import { setImmediate } from 'node:timers/promises';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { KamikitError } from '../errors.ts';
import { instantTiming } from '../testing/instant-timing.ts';
import { type Answer, cut, hang, json, raw } from '../testing/loopback-shop.ts';
import { apiKey, order, shop, success, wish } from '../testing/storefront-shop.ts';
import { StorefrontClient } from './client.ts';

const TOO_MANY = json({ success: true, data: Array(60_000).fill(0) });

const faults: ReadonlyArray<readonly [name: string, answer: Answer, read: string, purchase: string]> = [
  ['a wrong key', json({ message: 'Unauthenticated.' }, 401), 'unauthorized', 'unauthorized'],
  ['403', json({ message: 'API key 无效' }, 403), 'unauthorized', 'unauthorized'],
  ['403 in other words', json({ message: 'no' }, 403), 'unauthorized', 'outcome_unknown'],
  ['404', json({ message: '商品不存在' }, 404), 'not_found', 'not_found'],
  ['404 in other words', json({ message: 'whatever' }, 404), 'not_found', 'outcome_unknown'],
  ['422 in other words', json({ message: 'done' }, 422), 'invalid_request', 'outcome_unknown'],
  [
    '422',
    json({ message: 'bad', errors: { quantity: ['最小 1'] } }, 422),
    'invalid_request',
    'invalid_request',
  ],
  ['429', json({ message: 'Too Many' }, 429, { 'retry-after': '2' }), 'rate_limited', 'rate_limited'],
  ['a redirect', raw('', 302, { location: '/login' }), 'malformed_response', 'outcome_unknown'],
  ['500', raw('<html>', 500), 'unreachable', 'outcome_unknown'],
  ['500 that says no', json({ success: false, message: '余额不足' }, 500), 'unreachable', 'outcome_unknown'],
  [
    '系统错误',
    json({ success: false, message: '系统错误，请稍后重试' }),
    'upstream_refused',
    'outcome_unknown',
  ],
  ...[
    '系统错误: invalid state',
    '系统异常：参数错误',
    'Server Error: session expired',
    '请求超时，请查看订单',
  ].map(
    (message) => [message, json({ success: false, message }), expect.any(String), 'outcome_unknown'] as const,
  ),
  [
    'a refusal that holds an order',
    json({ success: false, message: '库存不足', data: order }),
    'out_of_stock',
    'outcome_unknown',
  ],
  [
    'a refusal with an order beside it',
    json({ success: false, message: '库存不足', order_sn: 'SN1' }),
    'out_of_stock',
    'outcome_unknown',
  ],
  [
    'a refusal with a list of orders',
    json({ success: false, message: '库存不足', data: [order] }),
    'out_of_stock',
    'outcome_unknown',
  ],
  ['409', json({ message: 'Conflict' }, 409), 'upstream_refused', 'outcome_unknown'],
  ['408', json({ message: 'Request Timeout' }, 408), 'upstream_refused', 'outcome_unknown'],
  ['a success under 400', json({ success: true, data: order }, 400), 'upstream_refused', 'outcome_unknown'],
  ['HTML with 200', raw('<!DOCTYPE html><p>', 200), 'malformed_response', 'outcome_unknown'],
  ['cut JSON', raw('{"success":true,"da', 200), 'malformed_response', 'outcome_unknown'],
  ['no body', raw(''), 'malformed_response', 'outcome_unknown'],
  ['a list', json([]), 'malformed_response', 'outcome_unknown'],
  ['another shape', json({ success: true, data: 7 }), 'malformed_response', 'outcome_unknown'],
  ['no verdict', json({ data: order }), 'malformed_response', 'outcome_unknown'],
  ['too much', raw('x'.repeat(5_000)), 'malformed_response', 'outcome_unknown'],
  ['too many', TOO_MANY, 'malformed_response', 'outcome_unknown'],
  ['a cut connection', cut, 'unreachable', 'outcome_unknown'],
  ['no answer', hang, 'timeout', 'outcome_unknown'],
];

// Only where nothing comes is the time short: a busy machine must not turn an answer into none.
const limits = (answer: Answer) => ({
  timeoutMs: answer === hang ? 60 : 10_000,
  ...(answer !== TOO_MANY && { maxBodyBytes: 4_000 }),
});

describe('when the shop answers with', () => {
  it.each(faults)(
    '%s, a read says so and is tried again only where that may help',
    async (_, answer, read) => {
      const { client, arrived } = await shop([answer], limits(answer));
      const error = await client.getOrder('A1').then(
        () => null,
        (reason) => reason,
      );
      expect(error).toMatchObject({ code: read, outcome: undefined });
      expect(arrived).toHaveLength(error.retryable ? 4 : 1);
      if (read === 'malformed_response') expect(arrived).toHaveLength(1);
    },
  );

  it.each(faults)(
    '%s, a purchase is sent once and claims only what is proved',
    async (_, answer, __, purchase) => {
      const { client, arrived } = await shop([answer], limits(answer));
      await expect(client.purchaseAsync(wish)).rejects.toMatchObject({
        code: purchase,
        outcome: purchase === 'outcome_unknown' ? 'unknown' : 'not_committed',
      });
      expect(arrived).toHaveLength(1);
    },
  );

  it('429 first, a read waits as long as it is asked to, and recovers', async () => {
    const timing = instantTiming();
    const before = timing.now();
    const limited = json({}, 429, { 'retry-after': '7' });
    const { client } = await shop([limited, success({ balance: '5' })], { timing });
    expect(await client.getBalance()).toMatchObject({ balance: '5' });
    expect(timing.now() - before).toBeGreaterThanOrEqual(7_000);
  });

  it.each(['read', 'purchase'] as const)(
    '429, and a %s is told of it once whoever has to know is',
    async (what) => {
      const known: unknown[] = [];
      async function onRateLimited(ms: number | undefined) {
        await setImmediate();
        known.push(ms);
      }
      const { client } = await shop([json({}, 429, { 'retry-after': '3600' })], { onRateLimited });
      const failed = what === 'read' ? client.getBalance() : client.purchase(wish);
      await expect(failed).rejects.toMatchObject({ code: 'rate_limited' });
      expect(known).toEqual([3_600_000]);
    },
  );

  it('429 and a long wait, a read gives up and says how long', async () => {
    const { client, arrived } = await shop([json({}, 429, { 'retry-after': '3600' })]);
    await expect(client.getBalance()).rejects.toMatchObject({
      code: 'rate_limited',
      retryAfterMs: 3_600_000,
    });
    expect(arrived).toHaveLength(1);
  });

  it.each([
    ['is cut', raw('{"success":true,"data":{"cards":"A1B2')],
    ['is too long', raw(`{"success":true,"data":{"cards":"A1B2${'x'.repeat(5_000)}"}}`)],
    ['holds too much', raw(`{"success":true,"data":["A1B2"${',1'.repeat(60_000)}]}`)],
    ['breaks its reader', json({ data: 'A1B2', errors: { a: [{ toString: 1, valueOf: 1 }] } }, 422)],
  ])('an answer that %s, a purchase keeps it: it may hold the cards', async (what, answer) => {
    const { client } = await shop([answer], what === 'is too long' ? { maxBodyBytes: 4_000 } : {});
    const error: KamikitError = await client.purchase(wish).then(
      () => expect.fail('it was believed'),
      (reason) => reason,
    );
    expect(error).toMatchObject({ code: 'outcome_unknown', outcome: 'unknown' });
    expect(error.receivedBody).toContain('A1B2');
    expect(error.receivedBody?.length).toBeLessThan(130_000);
  });

  it('of an answer of a megabyte that cannot be understood, a purchase keeps the first half', async () => {
    const { client } = await shop([raw(`{"cards":"A1B2${'x'.repeat(1024 * 1024)}`)]);
    const error: KamikitError = await client.purchase(wish).then(
      () => expect.fail('it was believed'),
      (reason) => reason,
    );
    expect(error.receivedBody).toMatch(/A1B2x+\n\[cut: 1048590 characters came\]$/);
    expect(error.receivedBody?.length).toBeLessThan(530_000);
  });

  it('a reason of megabytes, only its beginning is looked at', async () => {
    const { client } = await shop([json({ success: false, message: 'exceed '.repeat(200_000) })]);
    const error: KamikitError = await client.getBalance().then(
      () => expect.fail('it was no refusal'),
      (reason) => reason,
    );
    expect(error.upstreamMessage).toHaveLength(2_000);
  });
});

describe('a shop that cannot be reached', () => {
  it('got nothing: the purchase was not committed and may be repeated', async () => {
    const client = new StorefrontClient({ apiKey, baseUrl: 'http://127.0.0.1:9/', timing: instantTiming() });
    await expect(client.purchase(wish)).rejects.toMatchObject({
      ...{ code: 'unreachable', outcome: 'not_committed', retryable: true },
    });
    await client.close();
  });
});

describe('cancelling', () => {
  it('a read ends with the reason it was given', async () => {
    const { client } = await shop([hang]);
    const reason = new Error('enough');
    await expect(client.getBalance({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });

  it('a purchase before it is sent leaves nothing behind; after that its outcome is unknown', async () => {
    const controller = new AbortController();
    const { client, arrived } = await shop([() => controller.abort()]);
    await expect(client.purchase(wish, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      outcome: 'not_committed',
    });
    expect(arrived).toEqual([]);
    await expect(client.purchase(wish, { signal: controller.signal })).rejects.toMatchObject({
      ...{ code: 'outcome_unknown', outcome: 'unknown' },
    });
  });
});

describe('secrets', () => {
  it('are nowhere in an error, even though the shop repeats the key', async () => {
    const echo = `key ${apiKey} ${encodeURIComponent(apiKey)} ${Buffer.from(apiKey).toString('base64')}`;
    for (const answer of [
      json({ success: false, message: echo }),
      raw(`<html>${echo}`),
      raw(echo, 500),
      cut,
    ]) {
      const { client } = await shop([answer]);
      const error: unknown = await client.purchase(wish).catch((reason) => reason);
      expect(error).toBeInstanceOf(KamikitError);
      const shown = inspect(error, { depth: 9, showHidden: true }) + JSON.stringify(error);
      for (const form of [
        apiKey,
        encodeURIComponent(apiKey),
        Buffer.from(apiKey).toString('base64').slice(0, 24),
      ]) {
        expect(shown).not.toContain(form);
      }
    }
  });

  it('are not passed to the hook, and a hook that throws changes nothing', async () => {
    const events: unknown[] = [];
    const { client } = await shop([cut, success({ balance: 1 })], {
      onRequest(event) {
        events.push(event);
        throw new Error('a logger broke');
      },
    });
    expect(await client.getBalance()).toMatchObject({ balance: '1' });
    expect(events).toMatchObject([
      { operation: 'storefront.get_balance', attempt: 1, status: undefined, error: 'unreachable' },
      { operation: 'storefront.get_balance', attempt: 2, status: 200, error: undefined },
    ]);
    expect(inspect(events)).not.toContain(apiKey);
  });

  it.each(['', ' ', 'two words', 'schlüssel', 'a\nb'])('%j is not a key, and is not repeated', (key) => {
    expect(() => new StorefrontClient({ apiKey: key })).toThrow('apiKey must be printable ASCII');
  });
});
