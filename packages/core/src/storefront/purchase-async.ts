import { defineEndpoint } from '../endpoint.ts';
import { orderSchema } from './order.ts';
import { otherPurchase, purchaseInput } from './purchase.ts';

export const purchaseAsync = defineEndpoint({
  operation: 'storefront.purchase_async',
  method: 'POST', // as for the synchronous purchase: never GET
  path: 'v2/purchase',
  effect: 'spend',
  source: 'storefront document, GET|POST /v2/purchase',
  input: purchaseInput,
  output: orderSchema,
  contradicts: otherPurchase,
});
