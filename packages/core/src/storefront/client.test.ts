import { describe, expect, it } from 'vitest';
import { type Answer, json } from '../testing/loopback-shop.ts';
import { apiKey, order, shop, success, wish } from '../testing/storefront-shop.ts';
import { orderProgress } from './order.ts';

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
    const { client, arrived } = await shop([success({ ...order, order_sn: 'A/1?x' })]);
    await client.getOrder('A/1?x');
    expect(arrived[0]?.url).toBe('/api/v2/order/A%2F1%3Fx');
  });

  it.each([{ quantity: 0 }, { quantity: 1.5 }, { goods_id: -1 }])('sends nothing for %j', async (fault) => {
    const { client, arrived } = await shop([success(order)]);
    await expect(client.purchase({ ...wish, ...fault })).rejects.toMatchObject({
      code: 'invalid_request',
      outcome: 'not_committed',
    });
    expect(arrived).toEqual([]);
  });

  it.each(['\ud800', 'A1\udfff'])(
    'sends nothing for an order number with half a character: %j',
    async (number) => {
      const { client, arrived } = await shop([success(order)]);
      await expect(client.getOrder(number)).rejects.toMatchObject({ code: 'invalid_request' });
      expect(arrived).toEqual([]);
    },
  );

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
  it('believes no answer about an order other than the one it asked for', async () => {
    const { client } = await shop([success({ ...order, cards: 'CARD-OF-ANOTHER' })]);
    await expect(client.getOrder('B2')).rejects.toMatchObject({
      code: 'malformed_response',
      message: expect.stringContaining('order “A1” instead of B2'),
    });
  });

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
  ])('a purchase refused with %s is %s, and nothing was bought', async (message, code) => {
    const { client } = await shop([json({ success: false, message })]);
    await expect(client.purchase(wish)).rejects.toMatchObject({
      ...{ code, outcome: 'not_committed', upstream: 'storefront', upstreamMessage: message },
    });
  });

  it.each(['今日不营业', '', '请勿重复下单', 'Duplicate request', '余额不足，订单处理中'])(
    'a purchase refused with %j may have been made',
    async (message) => {
      const { client } = await shop([json({ success: false, message })]);
      await expect(client.purchase(wish)).rejects.toMatchObject({
        ...{ code: 'outcome_unknown', outcome: 'unknown', upstreamMessage: message },
      });
    },
  );

  it('stops at a short page, and does not go on for ever where the shop ignores the page', async () => {
    const page = (from: number, count: number) =>
      success({ data: Array.from({ length: count }, (_, index) => ({ id: from + index })), per_page: 2 });
    const { client } = await shop([page(1, 2), page(3, 1)]);
    expect((await Array.fromAsync(client.iterateGoods())).map(({ id }) => id)).toEqual([1, 2, 3]);
    const stuck = await shop([page(1, 2)]);
    expect(await Array.fromAsync(stuck.client.iterateGoods())).toHaveLength(2);
  });

  it('gives up on goods whose pages have no end', async () => {
    let id = 0;
    const next: Answer = (response, request) => {
      id += 1;
      success({ data: [{ id }], per_page: 1 })(response, request);
    };
    const { client, arrived } = await shop([next]);
    await expect(Array.fromAsync(client.iterateGoods())).rejects.toMatchObject({
      code: 'malformed_response',
    });
    expect(arrived).toHaveLength(1_000);
  });

  it('waits for an order for as long as it is told, and then says how it stands', async () => {
    const waiting = success({ ...order, status: 1 });
    const { client, arrived } = await shop([waiting, waiting, success(order)]);
    expect(await client.waitForOrder('A1')).toMatchObject({ status: 4 });
    expect(arrived).toHaveLength(3);
    const never = await shop([waiting]);
    expect(await never.client.waitForOrder('A1', { maxWaitMs: 20_000 })).toMatchObject({ status: 1 });
  });
});
