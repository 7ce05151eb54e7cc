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
