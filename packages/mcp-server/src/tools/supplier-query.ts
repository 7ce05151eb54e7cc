import { tradeProgress } from '@kamikit/core';
import * as z from 'zod';
import { tradeView, viewFollowedTrade } from '../views/trade-view.ts';
import { defineTool } from './define-tool.ts';
import { integer } from './input.ts';

export const supplierQuery = defineTool({
  name: 'supplier_query',
  title: 'Check a trade',
  description:
    'Check the status of a trade and get its contents once it is completed; use it after supplier_trade. Waits up to wait_seconds; call again while the state is pending.',
  needs: ['supplier'],
  effect: 'read',
  input: z.strictObject({
    trade_no: z
      .string()
      .trim()
      .regex(/^\d{24}$/, 'expected the 24 digits from supplier_trade, as text'),
    wait_seconds: integer(0, 45).describe('Default 0').optional(),
  }),
  output: tradeView,
  async run({ trade_no, wait_seconds = 0 }, { spender, progress, signal, showing }) {
    const followed = await spender.followTrade(trade_no, {
      maxWaitMs: wait_seconds * 1000,
      signal,
      onPoll: ({ result }, elapsedMs) =>
        progress(
          Math.min(elapsedMs / 1000, wait_seconds),
          wait_seconds,
          showing.say.tradeProgress[tradeProgress(result)],
        ),
    });
    return viewFollowedTrade(followed, trade_no, showing);
  },
});
