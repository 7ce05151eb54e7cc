import * as z from 'zod';
import { defineEndpoint } from '../endpoint.ts';
import { otherThanAsked } from '../other-than-asked.ts';
import { tradeNoInput, tradeSchema } from './trade.ts';

export const queryTrade = defineEndpoint({
  operation: 'supplier.query',
  method: 'POST',
  path: 'query',
  effect: 'read',
  source: 'supplier document, 订单查询',
  input: z.object({ trade_no: tradeNoInput }), // the buyer's number, not the shop's
  output: tradeSchema,
  contradicts: (trade, { trade_no }) => otherThanAsked('trade', trade.item_trade_no, trade_no),
});
