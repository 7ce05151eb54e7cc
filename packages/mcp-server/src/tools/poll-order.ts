import { orderProgress } from '@kamikit/core';
import * as z from 'zod';
import { cleanText } from '../clean-text.ts';
import { integer, text } from '../input.ts';
import { recordSettlement } from '../record-settlement.ts';
import { orderView, settleOrder, viewOrder } from '../storefront-order.ts';
import { defineTool } from '../tool.ts';

export const pollOrder = defineTool({
  name: 'poll_order',
  title: 'Check an order',
  description:
    'Ask the shop how an order stands and get its cards once it is completed; use it after an async purchase. Waits up to wait_seconds; call again while the state is pending.',
  needs: ['storefront'],
  effect: 'read',
  input: z.strictObject({
    order_sn: text(64),
    wait_seconds: integer(0, 45).describe('Default 0').optional(),
  }),
  output: z.object({ ...orderView.shape, ledger_notice: z.string().optional() }),
  async run({ order_sn, wait_seconds = 0 }, context) {
    const client = await context.storefront();
    const order = await client.waitForOrder(order_sn, {
      maxWaitMs: wait_seconds * 1000,
      signal: context.signal,
      onPoll: (seen, elapsedMs) =>
        context.progress(
          orderProgress(seen) === 'pending' ? Math.min(elapsedMs / 1000, wait_seconds) : wait_seconds,
          wait_seconds,
          cleanText(seen.status_text, 40) ?? `status ${seen.status}`,
        ),
    });
    const { entryId, notice } = await recordSettlement(
      'purchase',
      order.order_sn,
      settleOrder(order),
      context,
    );
    return {
      ...viewOrder(order, entryId, context.config.reveal),
      ...(notice !== undefined && { ledger_notice: notice }),
    };
  },
});
