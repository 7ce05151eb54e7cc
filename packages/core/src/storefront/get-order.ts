import * as z from 'zod';
import { defineEndpoint } from '../endpoint.ts';
import { otherThanAsked } from '../other-than-asked.ts';
import { orderSchema } from './order.ts';

export const getOrder = defineEndpoint({
  operation: 'storefront.get_order',
  method: 'GET',
  path: 'v2/order/{order_sn}',
  effect: 'read',
  source: 'storefront document, GET|POST /v2/order/{order_sn}',
  input: z.object({ order_sn: z.string().trim().min(1) }),
  output: orderSchema,
  contradicts: (order, { order_sn }) => otherThanAsked('order', order.order_sn, order_sn),
});
