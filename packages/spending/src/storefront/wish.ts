import type { PurchaseRequest as OrderRequest } from '@kamikit/core';
import * as z from 'zod';
import { maxTotal, positiveInteger } from '../wish-fields.ts';

/** A good in one specification, which may be left out where there is only one. `mode`: `async` answers at once with the order's number, `sync` with the cards. */
export const purchaseWish = z.strictObject({
  goods_id: positiveInteger,
  sub_id: positiveInteger.optional(),
  quantity: positiveInteger,
  max_total: maxTotal,
  mode: z.enum(['async', 'sync']).default('async'),
});

export type PurchaseRequest = z.output<typeof purchaseWish>;

/** What is ordered by it; undefined while the specification is left open, which the quote names. */
export function orderOf({ goods_id, sub_id, quantity }: PurchaseRequest): OrderRequest | undefined {
  return sub_id === undefined ? undefined : { goods_id, sub_id, quantity };
}
