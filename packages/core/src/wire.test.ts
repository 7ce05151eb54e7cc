import { describe, expect, test } from 'vitest';
import { cardSchema } from './cards/card.ts';
import { generateCards } from './cards/generate-cards.ts';
import { queryCards } from './cards/query-cards.ts';
import { getStock } from './storefront/get-stock.ts';
import { listGoods } from './storefront/list-goods.ts';
import { orderSchema } from './storefront/order.ts';
import { itemSchema } from './supplier/item.ts';
import { tradeSchema } from './supplier/trade.ts';

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
  test.each(['500元', '¥500.00', '￥５００', 'CNY 500', '500 RMB', '人民币500元整', ' 500 ', '¥ 500 yuan'])(
    '%j is read',
    (text) => {
      const trade = tradeSchema.parse({ trade_no: '1', amount: text });
      expect([trade.amount, trade.amount_text]).toEqual(['500', undefined]);
    },
  );

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
