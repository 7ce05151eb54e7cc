import type { Order } from '@kamikit/core';
import * as z from 'zod';

// One odd field must not hide the goods beside it.
const text = z.string().nullable().default(null).catch(null);
const integer = z.int().nullable().default(null).catch(null);

/** What the ledger keeps of an order: the shop's words and the cards untouched, money in yuan. */
export const storedOrder = z.object({
  order_sn: text,
  status: integer,
  status_text: text,
  goods_name: text,
  quantity: integer,
  total_price: text,
  actual_price: text,
  cards: text,
});

/** An order as the ledger keeps it. */
export type StoredOrder = z.output<typeof storedOrder>;

export function storeOrder(order: Order): StoredOrder {
  const { order_sn, status, status_text, total_price, actual_price, cards, items } = order;
  const quantity = items.reduce((sum, item) => sum + (item.quantity ?? 0), 0);
  return {
    ...{ order_sn, status, status_text, total_price, actual_price, cards },
    goods_name: items.find((item) => item.goods_name !== null)?.goods_name ?? null,
    quantity: quantity > 0 && Number.isSafeInteger(quantity) ? quantity : null,
  };
}
