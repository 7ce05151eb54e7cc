import type * as z from 'zod';
import { ABSENCE_PROVES_AFTER_MS } from '../grace.ts';
import type { KindFacts } from '../kind.ts';
import { quotePurchase } from './quote.ts';
import { reconcilePurchase } from './reconcile.ts';
import { settleOrder } from './settle.ts';
import { type StoredOrder, storedOrder } from './stored.ts';
import { orderOf, type PurchaseRequest, purchaseWish } from './wish.ts';

export interface PurchaseTypes {
  wish: z.input<typeof purchaseWish>;
  request: PurchaseRequest;
  result: StoredOrder;
}

/** `POST /v2/purchase`, or in `sync` mode `POST /purchase`. */
export const purchase: KindFacts<PurchaseTypes> = {
  upstream: 'storefront',
  wish: purchaseWish,
  result: storedOrder,
  leftOpen: ['sub_id'],
  quote: quotePurchase,
  async send(request, _entry, parts) {
    const client = await parts.client('storefront');
    const { mode } = request;
    const order = orderOf(request);
    if (order === undefined) throw new TypeError('the quote of a purchase names its specification');
    return settleOrder(await (mode === 'sync' ? client.purchase(order) : client.purchaseAsync(order)));
  },
  async follow(orderSn, request, parts, { signal, maxWaitMs = Number.POSITIVE_INFINITY, onPoll }) {
    const client = await parts.client('storefront');
    return settleOrder(
      await client.waitForOrder(orderSn, {
        ...{ signal, maxWaitMs, placed: request ? orderOf(request) : undefined },
        onPoll: (seen, elapsedMs) => onPoll?.(settleOrder(seen), elapsedMs),
      }),
    );
  },
  reconcile: reconcilePurchase,
  absenceProvesAfterMs: ABSENCE_PROVES_AFTER_MS.storefront,
  delivered: ({ cards }) => cards,
  hasOwnReference: true,
  asDelivered: (order) => order,
  balance: async (parts, signal) => (await (await parts.client('storefront')).getBalance({ signal })).balance,
  likeness: ({ goods_id, sub_id, quantity }) => ({ goods_id, sub_id, quantity }),
  good: ({ goods_id, sub_id }) => `${goods_id}/${sub_id}`,
  cards: () => 0,
  touches: () => null,
};
