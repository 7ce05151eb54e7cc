import * as z from 'zod';
import { defineEndpoint } from '../endpoint.ts';
import { otherThanAsked } from '../other-than-asked.ts';
import { type Order, orderSchema } from './order.ts';

export const purchaseInput = z.object({
  goods_id: z.int().positive(),
  sub_id: z.int().positive(),
  quantity: z.int().positive(),
});

/** An order of other goods than were asked for is not the answer to this purchase. */
export function otherPurchase(
  { items }: Order,
  { goods_id, sub_id, quantity }: z.output<typeof purchaseInput>,
): string | null {
  for (const item of items) {
    const other =
      otherThanAsked('good', item.goods_id, goods_id) ?? otherThanAsked('specification', item.sub_id, sub_id);
    if (other !== null) return other;
  }
  const counted = items.map((item) => item.quantity).filter((count) => count !== null);
  if (counted.length === 0 || counted.length < items.length) return null;
  return otherThanAsked(
    'a quantity of',
    counted.reduce((sum, count) => sum + count),
    quantity,
  );
}

export const purchase = defineEndpoint({
  operation: 'storefront.purchase',
  method: 'POST', // documented as GET too, but a GET may be repeated or prefetched on its way, and would buy again
  path: 'purchase',
  effect: 'spend',
  source: 'storefront document, GET|POST /purchase',
  input: purchaseInput,
  output: orderSchema,
  contradicts: otherPurchase,
  timeoutMs: 60_000, // it answers only with the cards, later the more people are buying (storefront document, POST /purchase)
});
