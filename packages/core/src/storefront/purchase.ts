import * as z from 'zod';
import { defineEndpoint } from '../endpoint.ts';
import { orderSchema } from './order.ts';

export const purchaseInput = z.object({
  goods_id: z.int().positive(),
  sub_id: z.int().positive(),
  quantity: z.int().positive(),
});

export const purchase = defineEndpoint({
  operation: 'storefront.purchase',
  method: 'POST', // documented as GET too, but a GET may be repeated or prefetched on its way, and would buy again
  path: 'purchase',
  effect: 'spend',
  source: 'storefront document, GET|POST /purchase',
  input: purchaseInput,
  output: orderSchema,
  timeoutMs: 60_000, // it answers only with the cards, later the more people are buying (storefront document, POST /purchase)
});
