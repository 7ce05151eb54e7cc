import * as z from 'zod';
import { maxTotal, positiveInteger } from '../wish-fields.ts';

/** A good in one specification. `mode`: `async` answers at once with the order's number, `sync` with the cards. */
export const purchaseWish = z.strictObject({
  goods_id: positiveInteger,
  sub_id: positiveInteger,
  quantity: positiveInteger,
  max_total: maxTotal,
  mode: z.enum(['async', 'sync']).default('async'),
});

export type PurchaseRequest = z.output<typeof purchaseWish>;
