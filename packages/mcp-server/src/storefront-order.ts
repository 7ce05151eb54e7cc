import { type Order, orderProgress } from '@kamikit/core';
import type { LedgerEntry, Settlement } from '@kamikit/ledger';
import * as z from 'zod';
import { cleanText } from './clean-text.ts';
import { type Reveal, revealCards } from './reveal.ts';
import { settledAmount } from './spending.ts';

const nullable = { text: z.string().nullable(), integer: z.int().nullable() };

/** What the ledger keeps of an order: the cards untouched, and what a later reader needs to place them. */
const storedOrder = z.object({
  order_sn: nullable.text,
  status: nullable.integer,
  status_text: nullable.text,
  goods_name: nullable.text,
  quantity: nullable.integer,
  total_price: nullable.text,
  actual_price: nullable.text,
  cards: nullable.text,
});

/** An order as a model sees it; money in yuan. */
export const orderView = z.object({
  state: z.enum(['completed', 'pending', 'failed']),
  ...storedOrder.shape,
  /** The ledger's entry, where the order was bought through it. */
  entry_id: nullable.text,
  next: z.string(),
});

export type OrderView = z.input<typeof orderView>;
type StoredOrder = z.output<typeof storedOrder>;

function store(order: Order): StoredOrder {
  const { order_sn, status, status_text, total_price, actual_price, cards, items } = order;
  const quantity = items.reduce((sum, item) => sum + (item.quantity ?? 0), 0);
  return {
    ...{ order_sn, status, status_text, total_price, actual_price, cards },
    goods_name: items.find((item) => item.goods_name !== null)?.goods_name ?? null,
    quantity: quantity > 0 ? quantity : null,
  };
}

/** What an order's answer means for its ledger entry. */
export function settleOrder(order: Order): Settlement {
  return {
    state: orderProgress(order),
    reference: order.order_sn,
    result: store(order),
    ...(orderProgress(order) === 'completed' && settledAmount(order.actual_price)),
    ...(orderProgress(order) === 'failed' && { advice: adviceFor(order.status) }),
  };
}

/** The order that an entry holds; without one, as far as the entry knows it. */
export function viewEntry(entry: LedgerEntry, reveal: Reveal): OrderView {
  const shown = view(readStored(entry), entry.id, reveal);
  return entry.advice === null ? shown : { ...shown, next: entry.advice };
}

/** The cards that an entry holds, as they came. */
export function deliveredCards(entry: LedgerEntry): string | null {
  return readStored(entry).cards;
}

const NOTHING_STORED: StoredOrder = {
  ...{ order_sn: null, status: null, status_text: null, goods_name: null, quantity: null },
  ...{ total_price: null, actual_price: null, cards: null },
};

function readStored({ result, reference, amount }: LedgerEntry): StoredOrder {
  if (result !== null) return storedOrder.parse(result);
  return { ...NOTHING_STORED, order_sn: reference, actual_price: amount };
}

/** An order fresh from the shop. */
export function viewOrder(order: Order, entryId: string | null, reveal: Reveal): OrderView {
  return view(store(order), entryId, reveal);
}

function view(order: StoredOrder, entryId: string | null, reveal: Reveal): OrderView {
  const state = orderProgress(order);
  return {
    state,
    ...order,
    status_text: cleanText(order.status_text, 40),
    goods_name: cleanText(order.goods_name, 120),
    cards: revealCards(order.cards, entryId, reveal),
    entry_id: entryId,
    next: nextStep(state, order),
  };
}

function nextStep(state: OrderView['state'], order: StoredOrder): string {
  if (state === 'pending') {
    return `Not finished yet. Call poll_order with order_sn ${order.order_sn}; a manual order may take days. Do not buy again.`;
  }
  if (state === 'failed') return adviceFor(order.status);
  return order.cards === null
    ? 'Completed, but the shop shows no cards: the goods may be delivered another way; see its order page.'
    : 'Done. Give the user the cards exactly as they stand.';
}

/** Status 6 keeps the money (storefront facts, status 6); of the others nothing is known about a refund. */
function adviceFor(status: number | null): string {
  return status === 6
    ? 'The shop took the money but delivered too few cards (异常): the user must settle it with the shop. Do not buy again.'
    : 'The order failed. Whether the money came back shows in get_balance; the user should ask the shop before buying again.';
}
