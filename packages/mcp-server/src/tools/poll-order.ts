import { KamikitError, type Order, orderProgress } from '@kamikit/core';
import * as z from 'zod';
import { integer, text } from '../input.ts';
import { orderView, settleOrder, viewOrder } from '../storefront-order.ts';
import { defineTool, type ToolContext } from '../tool.ts';

export const pollOrder = defineTool({
  name: 'poll_order',
  title: 'Check an order',
  description:
    'Ask the shop how an order stands and get its cards once it is completed; use it after an async purchase. Waits up to wait_seconds; call again while the state is pending.',
  needs: 'storefront',
  effect: 'read',
  input: z.strictObject({
    order_sn: text(64),
    wait_seconds: integer(0, 45).describe('Default 0').optional(),
  }),
  output: z.object({ ...orderView.shape, notice: z.string().optional() }),
  async run({ order_sn, wait_seconds = 0 }, context) {
    const client = await context.storefront();
    const order = await client.waitForOrder(order_sn, {
      maxWaitMs: wait_seconds * 1000,
      signal: context.signal,
      onPoll: (seen, elapsedMs) =>
        context.progress(
          orderProgress(seen) === 'pending' ? Math.min(elapsedMs / 1000, wait_seconds) : wait_seconds,
          wait_seconds,
          seen.status_text ?? `status ${seen.status}`,
        ),
    });
    const { entryId, notice } = await record(order, context);
    return { ...viewOrder(order, entryId, context.config.reveal), ...(notice !== undefined && { notice }) };
  },
});

/** Brings the order's ledger entry up to date; a broken ledger must not keep the cards from who paid for them. */
async function record(
  order: Order,
  context: ToolContext,
): Promise<{ entryId: string | null; notice?: string }> {
  try {
    const ledger = await context.ledger();
    const entry = await ledger.findByReference('purchase', order.order_sn);
    if (entry === null) return { entryId: null };
    await ledger.settle(entry.id, settleOrder(order));
    return { entryId: entry.id };
  } catch (error) {
    if (!(error instanceof KamikitError)) throw error;
    return { entryId: null, notice: `Keep this answer: the ledger could not record it. ${error.message}` };
  }
}
