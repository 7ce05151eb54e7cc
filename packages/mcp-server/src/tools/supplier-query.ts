import { tradeProgress } from '@kamikit/core';
import * as z from 'zod';
import { integer } from '../input.ts';
import { recordSettlement } from '../record-settlement.ts';
import { settleTradeEntry, tradeView, viewTrade } from '../supplier-trade.ts';
import { defineTool } from '../tool.ts';

export const supplierQuery = defineTool({
  name: 'supplier_query',
  title: 'Check a trade',
  description:
    'Ask the supplier how a trade stands and get its contents once it is completed; use it after supplier_trade. Waits up to wait_seconds; call again while the state is pending.',
  needs: ['supplier'],
  effect: 'read',
  input: z.strictObject({
    trade_no: z
      .string()
      .trim()
      .regex(/^\d{24}$/, 'expected the 24 digits that supplier_trade gave, as text'),
    wait_seconds: integer(0, 45).describe('Default 0').optional(),
  }),
  output: z.object({ ...tradeView.shape, ledger_notice: z.string().optional() }),
  async run({ trade_no, wait_seconds = 0 }, context) {
    const client = await context.supplier();
    const trade = await client.waitForTrade(trade_no, {
      maxWaitMs: wait_seconds * 1000,
      signal: context.signal,
      onPoll: (seen, elapsedMs) =>
        context.progress(Math.min(elapsedMs / 1000, wait_seconds), wait_seconds, tradeProgress(seen)),
    });
    const settlement = settleTradeEntry(trade);
    const { entryId, notice } = await recordSettlement('supplier_trade', trade_no, settlement, context);
    return {
      ...viewTrade(trade, trade_no, entryId, context.config.reveal),
      ...(notice !== undefined && { ledger_notice: notice }),
    };
  },
});
