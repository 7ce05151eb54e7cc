import { expect, test } from 'vitest';
import { orderProgress, orderSchema } from './order.ts';

const read = (fields: object) => orderSchema.parse({ order_sn: 'A1', ...fields });

test.each([
  ['a text', 'a----b\r\n \nc', 'a----b\r\n \nc', ['a----b', 'c']],
  ['a list', ['a', { card: 'b' }], 'a\n{"card":"b"}', ['a', '{"card":"b"}']],
  ['an empty list', [], null, []],
  ['a blank', ' \n', null, []],
  ['a number', 7, null, []],
])('cards as %s are kept as they came, and line by line', (_, cards, whole, card_lines) => {
  expect(read({ cards })).toMatchObject({ cards: whole, card_lines });
});

test('cards of its items are an order’s where it has none of its own', () => {
  const items = [{ cards: 'a\nb' }, {}, { cards: ['c'] }];
  expect(read({ items })).toMatchObject({ cards: 'a\nb\nc', card_lines: ['a', 'b', 'c'] });
  expect(read({ items, cards: 'd' })).toMatchObject({ cards: 'd', card_lines: ['d'] });
  expect(read({})).toMatchObject({ items: [], cards: null, card_lines: [] });
});

test('an item is read tolerantly, and keeps what is not known', () => {
  const item = { goods_id: '1', sub_id: 'x', goods_name: 7, unit_price: '9.50', quantity: '2', subtotal: 19 };
  expect(read({ items: [{ ...item, type: '1', extra: true }] }).items).toEqual([
    {
      ...{ goods_id: 1, sub_id: null, goods_name: '7', unit_price: '9.5', quantity: 2, subtotal: '19' },
      ...{ type: 1, extra: true, cards: null, card_lines: [] },
    },
  ]);
});

test.each([null, undefined, 'none', [7]])('items as %j are none', (items) => {
  expect(read({ items }).items).toEqual([]);
});

test.each([
  [{ actual_price: '五', total_price: '1' }, '五'],
  [{ total_price: '五' }, '五'],
  [{ actual_price: '1', total_price: '五' }, undefined],
])('what was charged as %j is kept as it came where it cannot be read', (prices, amount_text) => {
  expect(read(prices).amount_text).toBe(amount_text);
});

test.each([
  [4, 'completed'],
  [5, 'failed'],
  [6, 'failed'],
  [-1, 'failed'],
  [1, 'pending'],
  [null, 'pending'],
] as const)('an order with status %j is %s', (status, progress) => {
  expect(orderProgress({ status })).toBe(progress);
});
