import type { Order } from '@kamikit/core';
import { expect, it } from 'vitest';
import { madeOrder } from '../testing/made-clients.ts';
import { yuan } from '../testing/made-ledger.ts';
import { storedOrder, storeOrder } from './stored.ts';

const NOTHING = {
  ...{ order_sn: null, status: null, status_text: null, goods_name: null, quantity: null },
  ...{ total_price: null, actual_price: null, cards: null },
};

const item = (goods_name: string | null, quantity: number | null): Order['items'][number] => ({
  ...{ goods_id: null, sub_id: null, goods_name, unit_price: null, quantity },
  ...{ subtotal: null, type: null, cards: null, card_lines: [] },
});

it('an order is kept field by field', () => {
  const kept = { status: 4, status_text: '已完成', total_price: yuan(10), actual_price: yuan(9), cards: 'A' };
  const stored = { order_sn: 'SN', ...kept, goods_name: '会员', quantity: 2 };
  const order = madeOrder({ ...kept, balance_used: yuan(1), items: [item('会员', 2)] });
  expect(storeOrder(order)).toStrictEqual(stored);
  expect(storedOrder.parse(stored)).toStrictEqual(stored);
});

it.each([
  ['the first name and all pieces', [item(null, 1), item('会员', 2), item('别的', null)], '会员', 3],
  ['nothing where nothing is said', [item(null, null)], null, null],
  ['nothing where there is nothing', [], null, null],
  ['no number that is none', [item('会员', 0)], '会员', null],
  ['no number below zero', [item('会员', -1)], '会员', null],
  ['no number that cannot be counted to', [item('会员', 2 ** 53)], '会员', null],
])('of its items, it keeps %s', (_, items, goods_name, quantity) => {
  expect(storeOrder(madeOrder({ items }))).toMatchObject({ goods_name, quantity });
});

it.each([
  {},
  {
    ...{ order_sn: 7, status: '4', status_text: 1, goods_name: {}, quantity: 2.5 },
    ...{ total_price: 1, actual_price: [], cards: ['A'] },
  },
])('what is missing or odd is read as nothing: %j', (stored) => {
  expect(storedOrder.parse(stored)).toStrictEqual(NOTHING);
});
