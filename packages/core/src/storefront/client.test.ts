import { inspect } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { KamikitError } from '../errors.ts';
import { instantTiming } from '../testing/instant-timing.ts';
import { type Answer, cut, hang, json, loopbackShop, raw } from '../testing/loopback-shop.ts';
import { StorefrontClient, type StorefrontOptions } from './client.ts';
import { orderProgress } from './order.ts';

const apiKey = 'canary-storefront-key+/=';
const wish = { goods_id: 1, sub_id: 2, quantity: 3 };

async function shop(answers: [Answer, ...Answer[]], options: Partial<StorefrontOptions> = {}) {
  const { url, arrived } = await loopbackShop(...answers);
  const client = new StorefrontClient({ apiKey, baseUrl: url, timing: instantTiming(), ...options });
  onTestFinished(() => client.close());
  return { client, arrived };
}

const success = (data: unknown) => json({ success: true, message: '操作成功', data });
const order = {
  order_sn: 'A1',
  status: 4,
  status_text: '已完成',
  total_price: 99,
  actual_price: 94.05,
  balance_used: 0,
  items: [
    { goods_id: 1, sub_id: 2, goods_name: '商品 [规格]', unit_price: 99, quantity: 1, subtotal: 99, type: 1 },
  ],
};

describe('what is sent', () => {
  it('asks for goods with the filter in the query, and for JSON', async () => {
    const { client, arrived } = await shop([success({ current_page: 1, data: [], total: 0, per_page: 5 })]);
    await client.listGoods({ search: '会员 a&b', per_page: 5, page: 2 });
    expect(arrived).toMatchObject([
      {
        method: 'GET',
        url: '/api/goods?search=%E4%BC%9A%E5%91%98+a%26b&per_page=5&page=2',
        headers: { 'x-api-key': apiKey, accept: 'application/json' },
      },
    ]);
  });

  it('carries the key in the other documented header on request', async () => {
    const { client, arrived } = await shop([success({ balance: 1 })], { auth: 'bearer' });
    await client.getBalance();
    expect(arrived[0]?.headers).toMatchObject({ authorization: `Bearer ${apiKey}` });
    expect(arrived[0]?.headers).not.toHaveProperty('x-api-key');
  });

  it.each([
    ['purchase', '/api/purchase'],
    ['purchaseAsync', '/api/v2/purchase'],
  ] as const)('%s posts JSON, never a GET that could be repeated on its way', async (method, url) => {
    const { client, arrived } = await shop([success(order)]);
    await client[method](wish);
    expect(arrived).toMatchObject([{ method: 'POST', url, headers: { 'content-type': 'application/json' } }]);
    expect(JSON.parse(arrived[0]?.body ?? '')).toEqual(wish);
  });

  it('encodes an order number in the path', async () => {
    const { client, arrived } = await shop([success(order)]);
    await client.getOrder('A/1 ?x');
    expect(arrived[0]?.url).toBe('/api/v2/order/A%2F1%20%3Fx');
  });

  it.each([{ quantity: 0 }, { quantity: 1.5 }, { goods_id: -1 }])('sends nothing for %j', async (fault) => {
    const { client, arrived } = await shop([success(order)]);
    await expect(client.purchase({ ...wish, ...fault })).rejects.toMatchObject({
      code: 'invalid_request',
      outcome: 'not_committed',
    });
    expect(arrived).toEqual([]);
  });

  it('gives every purchase a fresh connection, while reads share theirs', async () => {
    const { client, arrived } = await shop([success(order)]);
    for (let read = 0; read < 6; read += 1) await client.getOrder('A1');
    for (let bought = 0; bought < 3; bought += 1) await client.purchase(wish);
    const ports = arrived.map(({ port }) => port);
    const shared = new Set(ports.slice(0, 6));
    expect(shared.size).toBeLessThan(6);
    expect(new Set([...shared, ...ports.slice(6)]).size).toBe(shared.size + 3);
  });
});

describe('what answers mean', () => {
  it('reads prices as numbers and as strings, placeholders as unknown, and whatever is missing as null', async () => {
    const goods = {
      id: '7',
      price: '99.00',
      sales_volume: 'api.example_data.total_100',
      extra: 'kept',
      subs: [
        { id: 1, name: 'A', price: 94.05, stock: '12' },
        { id: 2, price: null, stock: 'api.example_data.total_100' },
      ],
    };
    const { client } = await shop([success({ data: [goods], total: 'api.example_data.total_100' })]);
    const { data, total } = await client.listGoods();
    expect(total).toBeNull();
    expect(data).toMatchObject([
      {
        ...{ id: 7, name: null, description: null, price: '99', sales_volume: null, extra: 'kept' },
        subs: [
          { price: '94.05', stock: 12, stock_text: null },
          { name: null, price: null, stock: null, stock_text: 'api.example_data.total_100' },
        ],
      },
    ]);
  });

  it.each([
    ['a text', 'a----b\nc----d', 'a----b\nc----d', ['a----b', 'c----d']],
    ['a list', ['a', 'b'], 'a\nb', ['a', 'b']],
    ['nothing', undefined, null, []],
    ['a blank', ' ', null, []],
  ])('reads cards as %s', async (_, cards, whole, lines) => {
    const { client } = await shop([success({ ...order, cards })]);
    expect(await client.getOrder('A1')).toMatchObject({ cards: whole, card_lines: lines });
  });

  it.each([
    [4, 'completed'],
    ['4', 'completed'],
    [5, 'failed'],
    [6, 'failed'],
    [-1, 'failed'],
    [1, 'pending'],
    [2, 'pending'],
    [3, 'pending'],
    [99, 'pending'],
    [undefined, 'pending'],
  ])('takes status %j for %s', async (status, progress) => {
    const { client } = await shop([success({ ...order, status })]);
    expect(orderProgress(await client.getOrder('A1'))).toBe(progress);
  });

  it.each([
    ['商品不存在或已下架', 'not_found'],
    ['商品规格不存在', 'not_found'],
    ['某商品 库存不足', 'out_of_stock'],
    ['超出限购数量', 'limit_exceeded'],
    ['单笔购买数量超过限制', 'limit_exceeded'],
    ['余额不足', 'insufficient_balance'],
    ['今日不营业', 'upstream_refused'],
  ])('a purchase refused with %s is %s, and nothing was bought', async (message, code) => {
    const { client } = await shop([json({ success: false, message })]);
    await expect(client.purchase(wish)).rejects.toMatchObject({
      ...{ code, outcome: 'not_committed', upstream: 'storefront', upstreamMessage: message },
    });
  });

  it('pages to a short page, and not for ever where the shop ignores the page', async () => {
    const page = (from: number, count: number) =>
      success({ data: Array.from({ length: count }, (_, index) => ({ id: from + index })), per_page: 2 });
    const { client } = await shop([page(1, 2), page(3, 1)]);
    expect((await Array.fromAsync(client.iterateGoods())).map(({ id }) => id)).toEqual([1, 2, 3]);
    const stuck = await shop([page(1, 2)]);
    expect(await Array.fromAsync(stuck.client.iterateGoods())).toHaveLength(2);
  });

  it('waits for an order as long as it is told, and says how it stands then', async () => {
    const waiting = success({ ...order, status: 1 });
    const { client, arrived } = await shop([waiting, waiting, success(order)]);
    expect(await client.waitForOrder('A1')).toMatchObject({ status: 4 });
    expect(arrived).toHaveLength(3);
    const never = await shop([waiting]);
    expect(await never.client.waitForOrder('A1', { maxWaitMs: 20_000 })).toMatchObject({ status: 1 });
  });
});

const faults: ReadonlyArray<[name: string, answer: Answer, read: string, purchase: string]> = [
  ['a wrong key', json({ message: 'Unauthenticated.' }, 401), 'unauthorized', 'unauthorized'],
  ['403', json({ message: 'no' }, 403), 'unauthorized', 'unauthorized'],
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
  ['HTML with 200', raw('<!DOCTYPE html><p>', 200), 'malformed_response', 'outcome_unknown'],
  ['cut JSON', raw('{"success":true,"da', 200), 'malformed_response', 'outcome_unknown'],
  ['no body', raw(''), 'malformed_response', 'outcome_unknown'],
  ['a list', json([]), 'malformed_response', 'outcome_unknown'],
  ['another shape', json({ success: true, data: 7 }), 'malformed_response', 'outcome_unknown'],
  ['no verdict', json({ data: order }), 'malformed_response', 'outcome_unknown'],
  ['too much', raw('x'.repeat(5_000)), 'malformed_response', 'outcome_unknown'],
  ['a cut connection', cut, 'unreachable', 'outcome_unknown'],
  ['no answer', hang, 'timeout', 'outcome_unknown'],
];

describe('when the shop answers with', () => {
  it.each(faults)(
    '%s, a read says so and is tried again only where that may help',
    async (_, answer, read) => {
      const { client, arrived } = await shop([answer], { timeoutMs: 60, maxBodyBytes: 4_000 });
      const error = await client.getOrder('A1').then(
        () => null,
        (reason) => reason,
      );
      expect(error).toMatchObject({ code: read, outcome: undefined });
      expect(arrived).toHaveLength(error.retryable ? 4 : 1);
    },
  );

  it.each(faults)(
    '%s, a purchase is sent once and claims only what is proved',
    async (_, answer, __, purchase) => {
      const { client, arrived } = await shop([answer], { timeoutMs: 60, maxBodyBytes: 4_000 });
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

  it('429 and a long wait, a read gives up and says how long', async () => {
    const { client, arrived } = await shop([json({}, 429, { 'retry-after': '3600' })]);
    await expect(client.getBalance()).rejects.toMatchObject({
      code: 'rate_limited',
      retryAfterMs: 3_600_000,
    });
    expect(arrived).toHaveLength(1);
  });

  it('an answer that nobody understands, a purchase keeps it: it may hold the cards', async () => {
    const { client } = await shop([raw('{"success":true,"data":{"cards":"A1B2')]);
    await expect(client.purchase(wish)).rejects.toMatchObject({
      receivedBody: expect.stringContaining('A1B2'),
    });
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
  it('are nowhere in an error, though the shop repeats the key', async () => {
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

  it('are not told to the hook, and a hook that throws changes nothing', async () => {
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

  it.each(['', ' ', 'two words', 'schlüssel', 'a\nb'])('%j is no key, and is not repeated', (key) => {
    expect(() => new StorefrontClient({ apiKey: key })).toThrow('apiKey must be printable ASCII');
  });
});
