import * as z from 'zod';
import { defineEndpoint } from '../endpoint.ts';
import { wireMoney, wireText } from '../wire.ts';

export const getBalance = defineEndpoint({
  operation: 'storefront.get_balance',
  method: 'GET',
  path: 'balance',
  effect: 'read',
  source: 'storefront document, GET /balance',
  input: z.object({}),
  output: z.looseObject({ balance: wireMoney, total_spent: wireMoney, level_name: wireText }),
});
