import { describe, expect, test } from 'vitest';
import { cardSchema } from './cards/card.ts';
import { generateCards } from './cards/generate-cards.ts';
import { queryCards } from './cards/query-cards.ts';
import { getStock } from './storefront/get-stock.ts';
import { listGoods } from './storefront/list-goods.ts';
import { orderSchema } from './storefront/order.ts';
import { itemSchema } from './supplier/item.ts';
import { tradeSchema } from './supplier/trade.ts';
import {
  readStock,
  unreadableAmount,
  wireBoolean,
  wireCode,
  wireId,
  wireInteger,
  wireKey,
  wireMoney,
  wireReference,
  wireReferenceIfAny,
  wireRows,
  wireText,
  wireTime,
} from './wire.ts';

describe('read as it is meant is', () => {
  test.each([
    [7, 7],
    ['-12', -12],
    [' 123456789012345 ', 123_456_789_012_345],
    ['1234567890123456', null],
    ['7 pieces', null],
    ['no 7', null],
    ['many', null],
    ['', null],
    [1.5, null],
    [2 ** 53, null],
    [null, null],
    [true, null],
    [undefined, null],
  ])('the integer %j: %j', (value, integer) => {
    expect(wireInteger.parse(value)).toBe(integer);
    expect(wireId.safeParse(value)).toMatchObject(
      integer === null
        ? { success: false, error: { issues: [{ message: 'expected an integer' }] } }
        : { data: integer },
    );
  });

  test.each([
    [true, [true, 1, '1', 'true']],
    [false, [false, 0, '0', 'false']],
    [null, [null, undefined, '', 'yes', 2, '是', {}]],
  ])('as %s, each of %j', (meant, values) => {
    for (const value of values) expect([value, wireBoolean.parse(value)]).toEqual([value, meant]);
  });

  test.each([
    ['x', 'x'],
    ['', ''],
    [1.5, '1.5'],
    [null, null],
    [true, null],
    [{}, null],
  ])('the text %j: %j', (value, text) => {
    expect(wireText.parse(value)).toBe(text);
  });

  test.each([
    ['2026-06-15 10:30:00', '2026-06-15T10:30:00+08:00'],
    ['soon', null],
    [0, null],
    [null, null],
  ])('the time %j: %j', (value, time) => {
    expect(wireTime.parse(value)).toBe(time);
  });

  test.each([
    ['12', 12, null],
    ['在线发货', null, '在线发货'],
    [null, null, null],
  ])('the stock %j', (value, stock, stock_text) => {
    expect(readStock(value)).toEqual({ stock, stock_text });
  });
});

describe('what the rest is worthless without', () => {
  test.each([
    ['a key', wireKey, ' A1 ', 'A1', '  ', 'expected text'],
    ['a number', wireReference, ' A1 ', 'A1', 'A 1', 'expected a short number'],
    ['a number, if there is one', wireReferenceIfAny, ' A1 ', 'A1', 'A 1', 'expected a short number'],
    ['no number', wireReferenceIfAny, ' ', null, '订单', 'expected a short number'],
    ['a code', wireCode, ' 卡 ', '卡', 'x'.repeat(513), 'expected a code'],
    ['rows', wireRows(wireInteger, 1), ['1'], [1], [1, 2], 'expected at most 1'],
  ])('is told by its kind: %s', (_, schema, value, read, other, message) => {
    expect(schema.parse(value)).toEqual(read);
    expect(schema.safeParse(other).error?.issues).toMatchObject([{ message }]);
  });
});

describe('the number of an order or a trade is short printable ASCII, or the answer is malformed:', () => {
  const odd = ['a'.repeat(65), 'a b', 'a\nb', '订单', 'a\u200b', '\u001b[2J'];

  test.each(odd)('%j', (number) => {
    expect(orderSchema.safeParse({ order_sn: number }).success).toBe(false);
    expect(tradeSchema.safeParse({ trade_no: number }).success).toBe(false);
    expect(tradeSchema.safeParse({ trade_no: '1', item_trade_no: number }).success).toBe(false);
  });

  test('any other is taken, as text or as a number', () => {
    for (const number of ['a'.repeat(64), 'A-1/2', 1234])
      expect(orderSchema.parse({ order_sn: number }).order_sn).toBe(String(number));
    expect(tradeSchema.parse({ trade_no: 7, item_trade_no: '' })).toMatchObject({
      ...{ trade_no: '7', item_trade_no: null },
    });
  });
});

describe('more than anybody has is malformed, not cut:', () => {
  const rows = (count: number) =>
    Array.from({ length: count }, (_, id) => ({ id, sub_id: id, code: `C${id}` }));
  const [goods, stock, query] = [listGoods.output, getStock.output, queryCards.output];

  test.each([
    ['goods on a page', goods, 1_000, (data: object[]) => ({ data })],
    ['specifications of one of them', goods, 2_000, (subs: object[]) => ({ data: [{ id: 1, subs }] })],
    ['specifications in stock', stock, 2_000, (subs: object[]) => ({ goods_id: 1, subs })],
    ['SKUs of an item', itemSchema, 2_000, (sku: object[]) => ({ id: 1, sku })],
    ['items of an order', orderSchema, 1_000, (items: object[]) => ({ order_sn: 'A1', items })],
    ['issued codes', generateCards.output, 10_000, (codes: object[]) => ({ codes: codes.map(String) })],
    ['cards on a page', query, 10_000, (list: object[]) => ({ list })],
  ])('%s', (_, schema, most, build) => {
    expect(schema.safeParse(build(rows(most))).success).toBe(true);
    expect(schema.safeParse(build(rows(most + 1))).success).toBe(false);
  });

  test('lines of delivered cards', () => {
    const order = (lines: number) => orderSchema.parse({ order_sn: 'A1', cards: 'a\n'.repeat(lines) });
    expect(order(99_999).card_lines).toHaveLength(99_999);
    expect(() => order(100_000)).toThrow('more than 100000 lines');
  });

  test('characters of a card’s code', () => {
    for (const [length, success] of [
      [512, true],
      [513, false],
    ] as const) {
      const code = 'a'.repeat(length);
      expect(cardSchema.safeParse({ code, card_type: 'count' }).success).toBe(success);
      expect(queryCards.output.safeParse([code]).success).toBe(success);
      expect(generateCards.output.safeParse({ codes: [code] }).success).toBe(success);
    }
  });
});

describe('an amount as people write it', () => {
  test.each([
    '500圆',
    '500圆整',
    '500块',
    ' 500元 ',
    `${' '.repeat(60)}500元`,
    500,
    '500元',
    '¥500.00',
    '￥５００',
    'CNY 500',
    '500 RMB',
    '人民币500元整',
    ' 500 ',
    '¥ 500 yuan',
  ])('%j is read', (text) => {
    const trade = tradeSchema.parse({ trade_no: '1', amount: text });
    expect([trade.amount, trade.amount_text]).toEqual(['500', undefined]);
  });

  test.each([
    '$500',
    '500 USD',
    'five hundred',
    '5.0.0',
    '500元/件',
    '500²',
    '500₂元',
    '50①',
    '约500',
    '¥¥500',
    `${'5'.repeat(60)}元`,
  ])('%j is none, and is kept as it came', (text) => {
    const trade = tradeSchema.parse({ trade_no: '1', amount: text });
    expect(trade).toMatchObject({ amount: null, amount_text: text });
  });

  test.each([
    ['x'.repeat(70), 'x'.repeat(64)],
    [`${' '.repeat(61)}500元`, `${' '.repeat(61)}500`],
    [{ yuan: 5 }, '{"yuan":5}'],
    [true, 'true'],
    [Number.NaN, 'NaN'],
  ])('%j is none, and its beginning is kept', (value, kept) => {
    expect([wireMoney.parse(value), unreadableAmount(value)]).toEqual([null, kept]);
  });

  test('is all that an order or a trade is given beside what it holds', () => {
    for (const other of [null, 7, 'text', []]) expect(tradeSchema.safeParse(other).success).toBe(false);
    const read = tradeSchema.parse({ trade_no: '1', amount: '五', extra: 1 });
    expect(read).toMatchObject({ trade_no: '1', amount_text: '五', extra: 1 });
  });

  test('that is not there is no text either, and what was charged goes before what it costs', () => {
    for (const amount of [undefined, null, ''])
      expect(tradeSchema.parse({ trade_no: '1', amount }).amount_text).toBeUndefined();
    const order = { order_sn: 'A1', total_price: '10', actual_price: '五百' };
    expect(orderSchema.parse(order)).toMatchObject({
      total_price: '10',
      actual_price: null,
      amount_text: '五百',
    });
  });
});
