import * as z from 'zod';
import { defineEndpoint } from '../endpoint.ts';
import { wireMoney } from '../wire.ts';
import { skuQuantityInput } from './get-sku-state.ts';

export const getAmount = defineEndpoint({
  operation: 'supplier.amount',
  method: 'POST',
  path: 'amount',
  effect: 'read',
  source: 'supplier facts, endpoints: undocumented, not on every shop',
  input: skuQuantityInput,
  output: z.looseObject({ amount: wireMoney }),
});
