import { type Order, orderProgress } from '@kamikit/core';
import { cardsIn } from '../cards-in.ts';
import { chargedAmount } from '../charged-amount.ts';
import type { Settled } from '../kind.ts';
import { type StoredOrder, storeOrder } from './stored.ts';

/** What an order's answer means for its ledger entry. */
export function settleOrder(order: Order): Settled<StoredOrder> {
  const state = orderProgress(order);
  return {
    state,
    reference: order.order_sn,
    result: storeOrder(order),
    delivered: cardsIn(order.cards).length,
    // The total is before what a member's level takes off: it is at least no less.
    ...chargedAmount(order.actual_price ?? order.total_price, order.amount_text),
    ...(state === 'failed' && { advice: failedOrderAdvice(order.status) }),
  };
}

/** What a person should do about an order that failed. Status 6 keeps the money (storefront facts, status 6); for the others, nothing is known about a refund. */
export function failedOrderAdvice(status: number | null): string {
  return status === 6
    ? 'The shop took the money but delivered too few cards (异常): the user must settle it with the shop. Do not buy again.'
    : 'The order failed. The account’s balance shows whether the money came back; the user should ask the shop before buying again.';
}
