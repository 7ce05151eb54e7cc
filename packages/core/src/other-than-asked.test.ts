import { describe, expect, test } from 'vitest';
import { KamikitError } from './errors.ts';
import { isOtherThanAsked, OtherThanAskedError, otherThanAsked } from './other-than-asked.ts';
import { type Clients, clientsAgainst, success } from './testing/clients.ts';
import { failure, NO, order as tradeOrder, UNKNOWN } from './testing/supplier-shop.ts';

type Call = (clients: Clients) => Promise<unknown>;

const wish = { goods_id: 1, sub_id: 2, quantity: 3 };
const order = (...items: object[]) => ({ order_sn: 'A1', status: 4, cards: 'CARD-1', items });
const card = { code: 'A1B2', card_type: 'count', used_count: 1, remaining_count: 2 };
const trade = { item_trade_no: NO, trade_no: '7', status: 1, contents: 'CARD-1' };
const other = NO.replace('2', '3');

const buy: Call = ({ storefront }) => storefront.purchase(wish);
const buyAsync: Call = ({ storefront }) => storefront.purchaseAsync(wish);
const look: Call = ({ storefront }) => storefront.waitForOrder('A1', { placed: wish });
const issue: Call = ({ cards }) => cards.generate({ card_type: 'count', uses: 5, count: 2 });
const use: Call = ({ cards }) => cards.use('A1B2');
const recharge: Call = ({ cards }) => cards.recharge('A1B2', 5);

test('an error about something else than was asked for is known by its cause', () => {
  const error = new KamikitError('another card', { code: 'malformed_response' });
  const cause = new OtherThanAskedError('another card');
  expect([error.with({ cause }), error, new Error('x', { cause }), null].map(isOtherThanAsked)).toEqual([
    ...[true, false, false, false],
  ]);
});

test.each([
  [1, null],
  [null, null],
  [undefined, null],
  [2, 'good 2 instead of 1'],
])('a good %j where 1 was asked for is told as %j', (answered, told) => {
  expect(otherThanAsked('good', answered, 1)).toBe(told);
});

describe('after a change nobody knows what it did when the answer is about', () => {
  test.each<[string, Call, object, string]>([
    ['another good', buy, order({ goods_id: 9 }), 'good 9 instead of 1'],
    ['another specification', buy, order({ goods_id: 1, sub_id: 9 }), 'specification 9 instead of 2'],
    ['fewer of them', buy, order({ quantity: 1 }), 'a quantity of 1 instead of 3'],
    ['more of them', buy, order({ quantity: 2 }, { quantity: '2' }), 'a quantity of 4 instead of 3'],
    ['another good beside it', buyAsync, order({ goods_id: 1 }, { goods_id: 9 }), 'good 9 instead of 1'],
    ['another quantity, queued', buyAsync, order({ quantity: 4 }), 'a quantity of 4 instead of 3'],
    ['fewer cards', issue, { codes: ['A'] }, '1 codes instead of 2'],
    ['one card twice', issue, { codes: ['A', 'A'] }, '1 codes instead of 2'],
    ['more cards', issue, { codes: ['A', 'B', 'C'] }, '3 codes instead of 2'],
    ['another card, used', use, { ...card, code: 'ZZ' }, 'another card'],
    ['another card, recharged', recharge, { ...card, code: 'ZZ' }, 'another card'],
  ])('%s, and the answer is kept', async (_, call, data, what) => {
    const clients = clientsAgainst(success(data));
    expect(await failure(call(clients))).toMatchObject({
      ...{ code: 'outcome_unknown', outcome: 'unknown', retryable: false },
      message: expect.stringContaining(what),
      receivedBody: JSON.stringify({ success: true, code: 200, data }),
    });
    expect(clients.requests).toHaveLength(1);
  });

  test('another trade, which stays so when it is sent again and not known when it is asked for', async () => {
    const theirs = success({ ...trade, item_trade_no: other });
    const unknown = [UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN];
    const { supplier } = clientsAgainst(theirs, ...unknown, theirs, ...unknown);
    expect(await failure(supplier.trade(tradeOrder))).toMatchObject({
      ...{ code: 'outcome_unknown', outcome: 'unknown', receivedBody: expect.stringContaining(other) },
      message: expect.stringContaining(`trade “${other}” instead of ${NO}`),
    });
  });
});

describe('a trade that is refused with', () => {
  test.each([
    ['a conflict', { code: 409, msg: '请求已处理' }],
    ['a trade', { code: 0, msg: '库存不足', data: { trade_no: '7' } }],
    ['goods', { code: 0, msg: '库存不足', data: { contents: 'CARD-1' } }],
  ])('%s may have been carried out', async (_, body) => {
    const unknown = [UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN];
    const { supplier } = clientsAgainst({ body }, ...unknown, { body }, ...unknown);
    expect(await failure(supplier.trade({ ...tradeOrder, is_new: true }))).toMatchObject({
      ...{ code: 'outcome_unknown', outcome: 'unknown', receivedBody: JSON.stringify(body) },
    });
  });
});

describe('a read is malformed, and not made again, when the answer is about', () => {
  test.each<[string, Call, object, string]>([
    ['another good', ({ storefront }) => storefront.getGoods(1), { id: 9 }, 'good 9 instead of 1'],
    ['the stock of another', ({ storefront }) => storefront.getStock(1), { goods_id: 9, subs: [] }, 'good 9'],
    ['another order', ({ storefront }) => storefront.getOrder('B2'), order(), 'order “A1” instead of B2'],
    ['other goods than were ordered', look, order({ goods_id: 9 }), 'good 9 instead of 1'],
    ['another quantity than was ordered', look, order({ quantity: 1 }), 'a quantity of 1 instead of 3'],
    ['another card', ({ cards }) => cards.verify('ZZ'), card, 'another card'],
    ['another item', ({ supplier }) => supplier.item(1), { id: 9 }, 'item 9 instead of 1'],
    ['another trade', ({ supplier }) => supplier.query(other), trade, `trade “${NO}” instead of ${other}`],
  ])('%s', async (_, call, data, what) => {
    const clients = clientsAgainst(success(data));
    expect(await failure(call(clients))).toMatchObject({
      ...{ code: 'malformed_response', outcome: undefined, retryable: false },
      message: expect.stringContaining(what),
    });
    expect(clients.requests).toHaveLength(1);
  });
});

describe('what an answer does not tell is not held against it:', () => {
  test.each<[string, Call, object]>([
    ['no items', buy, order()],
    ['items without ids', buy, order({ quantity: 3 })],
    ['a quantity of some items only', buy, order({ quantity: 1 }, {})],
    ['a quantity in parts', buyAsync, order({ quantity: 1 }, { quantity: 2 })],
    ['ids as text', buy, order({ goods_id: '1', sub_id: '2', quantity: '3' })],
    ['a card in small letters', use, { ...card, code: 'a1b2' }],
    ['a blank around the number', ({ storefront }) => storefront.getOrder(' A1 '), order()],
    ['a trade without our number', ({ supplier }) => supplier.query(NO), { ...trade, item_trade_no: null }],
    [
      'one card where no count was asked for',
      ({ cards }) => cards.generate({ card_type: 'count', uses: 5 }),
      { codes: ['A'] },
    ],
  ])('%s', async (_, call, data) => {
    await expect(call(clientsAgainst(success(data)))).resolves.toBeDefined();
  });
});
