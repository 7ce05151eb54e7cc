import * as z from 'zod';
import { maxTotal, positiveInteger } from '../wish-fields.ts';

/** A SKU, with the item's own fields filled in by their `name`. */
export const tradeWish = z.strictObject({
  sku_id: positiveInteger,
  quantity: positiveInteger,
  max_total: maxTotal,
  fields: z.record(z.string(), z.string()).default({}),
});

export type TradeRequest = z.output<typeof tradeWish>;
