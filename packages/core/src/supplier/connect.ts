import * as z from 'zod';
import { defineEndpoint } from '../endpoint.ts';
import { wireMoney, wireText } from '../wire.ts';

export const connect = defineEndpoint({
  operation: 'supplier.connect',
  method: 'POST',
  path: 'connect',
  effect: 'read',
  source: 'supplier facts, endpoints: undocumented, not on every shop',
  input: z.object({}),
  output: z.looseObject({ username: wireText, balance: wireMoney }),
});
