import * as z from 'zod';
import { orderView, statusInWords, viewFollowedOrder } from '../views/order-view.ts';
import { defineTool } from './define-tool.ts';
import { integer, text } from './input.ts';

export const pollOrder = defineTool({
  name: 'poll_order',
  title: 'Check an order',
  description:
    'Check the status of an order and get its cards once it is completed; use it after an async purchase. Waits up to wait_seconds; call again while the state is pending.',
  needs: ['storefront'],
  effect: 'read',
  input: z.strictObject({
    order_sn: text(64),
    wait_seconds: integer(0, 45).describe('Default 0').optional(),
  }),
  output: orderView,
  async run({ order_sn, wait_seconds = 0 }, { spender, progress, signal, config }) {
    const followed = await spender.followOrder(order_sn, {
      maxWaitMs: wait_seconds * 1000,
      signal,
      onPoll: ({ state, result }, elapsedMs) =>
        progress(
          state === 'pending' ? Math.min(elapsedMs / 1000, wait_seconds) : wait_seconds,
          wait_seconds,
          statusInWords(result, config.reveal),
        ),
    });
    return viewFollowedOrder(followed, config.reveal);
  },
});
