import * as z from 'zod';
import { newTradeView, viewTrade } from '../views/trade-view.ts';
import { defineTool } from './define-tool.ts';
import { again, id, idempotencyKey, integer, positiveMoney } from './input.ts';
import { onceDecided, waitForOwner } from './once-decided.ts';

export const supplierTrade = defineTool({
  name: 'supplier_trade',
  title: 'Buy from the supplier',
  description:
    'Buy a SKU from the supplier (进货) with this account’s balance: this spends the user’s money. Only after supplier_item, with its fields filled in. May take a minute; then call supplier_query until it is completed.',
  needs: ['supplier'],
  effect: 'spend',
  input: z.strictObject({
    sku_id: id,
    quantity: integer(1, 10_000),
    max_total: positiveMoney.describe('In yuan, at most'),
    idempotency_key: idempotencyKey,
    again,
    wait_seconds: waitForOwner,
    fields: z
      .record(z.string(), z.string().max(1_000))
      .describe('What supplier_item asks for, by name')
      .optional(),
  }),
  output: newTradeView,
  async run({ idempotency_key: idempotencyKey, again, wait_seconds = 0, ...wish }, context) {
    const { spender, confirm, signal, showing } = context;
    const deal = () => spender.trade(wish, { idempotencyKey, again, signal, confirm });
    return viewTrade(await onceDecided(deal, wait_seconds, context), showing);
  },
});
