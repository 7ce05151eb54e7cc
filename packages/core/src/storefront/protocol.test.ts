import { describe, expect, test } from 'vitest';
import { instantTiming } from '../testing/instant-timing.ts';
import { thrownBy, wireReply } from '../testing/wire-reply.ts';
import { getOrder } from './get-order.ts';
import { listGoods } from './list-goods.ts';
import { storefrontProtocol } from './protocol.ts';
import { purchase } from './purchase.ts';

const apiKey = 'canary-storefront-key';
const baseUrl = new URL('https://shop.example/api/');
const speaking = (auth: 'x-api-key' | 'bearer') =>
  storefrontProtocol({ apiKey, baseUrl, auth }, instantTiming());
const protocol = speaking('x-api-key');
const READ = { upstream: 'storefront', operation: 'storefront.x', effect: 'read' } as const;
const BUY = { ...READ, effect: 'spend' } as const;

describe('what goes out', () => {
  test('asks for JSON, with the key in the header that was chosen, and without what is not set', () => {
    const chosen = speaking('x-api-key');
    expect(chosen.secrets).toEqual([apiKey]);
    expect(chosen.buildRequest(listGoods, { page: 2, search: undefined })).toEqual({
      method: 'GET',
      url: new URL('https://shop.example/api/goods?page=2'),
      headers: { 'x-api-key': apiKey, accept: 'application/json' },
    });
    expect(speaking('bearer').buildRequest(listGoods, {}).headers).toEqual({
      ...{ authorization: `Bearer ${apiKey}`, accept: 'application/json' },
    });
  });

  test('fills a path from its input, and posts JSON', () => {
    expect(protocol.buildRequest(getOrder, { order_sn: 'A/1?x' }).url.href).toBe(
      'https://shop.example/api/v2/order/A%2F1%3Fx',
    );
    expect(protocol.buildRequest(purchase, { goods_id: 1 })).toEqual({
      method: 'POST',
      url: new URL('https://shop.example/api/purchase'),
      headers: { 'x-api-key': apiKey, accept: 'application/json', 'content-type': 'application/json' },
      body: '{"goods_id":1}',
    });
  });
});

test.each([true, 1])('a success of %j gives its data', (success) => {
  const answer = wireReply({ success, data: { order_sn: 'A1' } });
  for (const context of [READ, BUY]) expect(protocol.readReply(answer, context)).toEqual({ order_sn: 'A1' });
});

describe('what an answer says of a read, and of a purchase:', () => {
  const data = { order_sn: 'A1' };
  const unknown = 'outcome_unknown';

  test.each([
    [401, { message: '不行' }, 'unauthorized', 'unauthorized'],
    [500, { success: false, message: '余额不足' }, 'unreachable', unknown],
    [200, { success: false, message: '余额不足' }, 'insufficient_balance', 'insufficient_balance'],
    [200, { success: 0, message: '余额不足' }, 'insufficient_balance', 'insufficient_balance'],
    [200, { success: false, message: ['余额不足'] }, 'upstream_refused', unknown],
    [403, { message: '参数错误' }, 'unauthorized', 'unauthorized'],
    [404, { message: '参数错误' }, 'not_found', 'not_found'],
    [422, { message: '库存不足' }, 'invalid_request', 'invalid_request'],
    [400, { message: '库存不足' }, 'out_of_stock', 'out_of_stock'],
    [499, { success: true, data }, 'upstream_refused', unknown],
    [400, { success: 1, message: '库存不足' }, 'out_of_stock', unknown],
    [200, { success: false, message: '库存不足', order_sn: 'A1' }, 'out_of_stock', unknown],
    [200, { success: false, message: '库存不足', data: [{}, data] }, 'out_of_stock', unknown],
    [200, { success: false, message: '库存不足', data: [{}, null, 7] }, 'out_of_stock', 'out_of_stock'],
    [200, { success: 'yes', data: {} }, 'malformed_response', unknown],
    [200, { message: '好', errors: { a: ['b'] } }, 'malformed_response', unknown],
  ])('HTTP %d with %j', async (status, body, read, purchased) => {
    const says = async (context: typeof READ | typeof BUY) =>
      thrownBy(() => protocol.readReply(wireReply(body, status), context));
    expect(await says(READ)).toMatchObject({ code: read, outcome: undefined });
    expect(await says(BUY)).toMatchObject({
      code: purchased,
      outcome: purchased === unknown ? 'unknown' : 'not_committed',
    });
  });

  test.each([
    [200, { success: 'yes' }, 'without saying whether it succeeded'],
    [400, { success: true }, 'with HTTP 400 and an answer that contradicts itself'],
  ])('HTTP %d with %j, told as what it is', async (status, body, what) => {
    expect(await thrownBy(() => protocol.readReply(wireReply(body, status), BUY))).toMatchObject({
      message: `storefront.x: the storefront answered, but ${what}; the request may have been carried out`,
    });
  });
});

describe('what a validator found', () => {
  const errors = { quantity: ['最小 1', '最大 9'], sub_id: 'missing' };
  const said = (body: object, status = 422) =>
    thrownBy(() => protocol.readReply(wireReply(body, status), BUY));

  test.each([
    [{ message: 'bad', errors }, 'bad; quantity: 最小 1 最大 9; sub_id: missing'],
    [{ errors }, 'quantity: 最小 1 最大 9; sub_id: missing'],
    [{ message: 'bad', errors: {} }, 'bad'],
    [{ message: 'x'.repeat(3_000), errors }, 'x'.repeat(2_000)],
  ])('is told field by field', async (body, words) => {
    expect(await said(body)).toMatchObject({
      ...{ code: 'invalid_request', outcome: 'not_committed', upstreamMessage: words },
      message: expect.stringMatching(/^the storefront refused storefront\.x: “/),
    });
    expect(await thrownBy(() => protocol.readReply(wireReply(body, 422), READ))).toMatchObject({
      outcome: undefined,
    });
  });

  test('is believed under its own status alone, and where it is a list of fields', async () => {
    expect(await said({ message: '库存不足', errors }, 400)).toMatchObject({ code: 'out_of_stock' });
    expect(await said({ message: 'done', errors: 'all' })).toMatchObject({ code: 'outcome_unknown' });
  });
});
