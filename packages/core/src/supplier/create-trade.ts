import * as z from 'zod';
import { defineEndpoint } from '../endpoint.ts';
import { otherThanAsked } from '../other-than-asked.ts';
import { skuQuantityInput } from './get-sku-state.ts';
import { tradeNoInput, tradeSchema } from './trade.ts';

export const createTrade = defineEndpoint({
  operation: 'supplier.trade',
  method: 'POST',
  path: 'trade',
  effect: 'spend',
  source: 'supplier document, 下单（进货）',
  // The widgets' values go along with these, each under its own name.
  input: z.looseObject({
    ...skuQuantityInput.shape,
    trade_no: tradeNoInput,
    async_url: z.string().optional(),
  }),
  output: tradeSchema,
  contradicts: (trade, { trade_no }) => otherThanAsked('trade', trade.item_trade_no, trade_no),
  timeoutMs: 60_000, // it may buy further upstream before it answers (supplier facts, slow)
});
