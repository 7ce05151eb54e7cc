import * as z from 'zod';
import { cleanText, LONGEST_NUMBER } from '../views/clean-text.ts';
import { partialFailure } from '../views/failure.ts';
import { orderView, statusInWords, viewFollowedOrder } from '../views/order-view.ts';
import { defineTool, type ToolContext } from './define-tool.ts';
import { integer, text } from './input.ts';

const MOST_ORDERS = 20;
const LONGEST_ORDER_SN = 64;

/** The numbers in a text, each once. */
function numbersIn(orderSn: string): string[] {
  const numbers = orderSn.split(/[,，、]/).map((number) => number.trim());
  return [...new Set(numbers.filter((number) => number !== ''))];
}

const orderSns = text(MOST_ORDERS * (LONGEST_ORDER_SN + 2)).refine((value) => {
  const numbers = numbersIn(value);
  const isShort = numbers.every((number) => number.length <= LONGEST_ORDER_SN);
  return isShort && numbers.length > 0 && numbers.length <= MOST_ORDERS;
}, `expected one to ${MOST_ORDERS} order numbers, separated by commas`);

export const pollOrder = defineTool({
  name: 'poll_order',
  title: 'Check orders',
  description:
    'Check the status of one or several orders and get their cards once completed; use it after an async purchase. Waits up to wait_seconds; call again while any is pending.',
  needs: ['storefront'],
  effect: 'read',
  input: z.strictObject({
    order_sn: orderSns.describe(`Up to ${MOST_ORDERS}, separated by commas`),
    wait_seconds: integer(0, 45).describe('Default 0').optional(),
  }),
  output: z.object({
    ...orderView.partial().shape,
    /** Only where several were asked for, which is when the order's own fields are missing. */
    orders: z.array(z.object({ ...orderView.partial().shape, error: partialFailure.optional() })).optional(),
  }),
  async run({ order_sn, wait_seconds = 0 }, context) {
    const [first = order_sn, ...others] = numbersIn(order_sn);
    return others.length === 0
      ? pollOne(first, wait_seconds, context)
      : pollSeveral([first, ...others], wait_seconds, context);
  },
});

async function pollOne(orderSn: string, waitSeconds: number, context: ToolContext) {
  const { spender, progress, signal, showing } = context;
  const followed = await spender.followOrder(orderSn, {
    maxWaitMs: waitSeconds * 1000,
    signal,
    onPoll: ({ state, result }, elapsedMs) =>
      progress(
        state === 'pending' ? Math.min(elapsedMs / 1000, waitSeconds) : waitSeconds,
        waitSeconds,
        statusInWords(result, showing),
      ),
  });
  return viewFollowedOrder(followed, showing);
}

async function pollSeveral(numbers: readonly string[], waitSeconds: number, context: ToolContext) {
  const { spender, progress, signal, showing, failure } = context;
  const { say } = showing;
  const answers = await spender.followOrders(numbers, {
    maxWaitMs: waitSeconds * 1000,
    signal,
    onPoll: (finished, elapsedMs) =>
      progress(
        finished < numbers.length ? Math.min(elapsedMs / 1000, waitSeconds) : waitSeconds,
        waitSeconds,
        say.ordersFinished({ finished, total: numbers.length }),
      ),
  });
  const orders = answers.map((answer, index) =>
    answer.status === 'fulfilled'
      ? viewFollowedOrder(answer.value, showing)
      : { order_sn: cleanText(numbers[index] ?? null, LONGEST_NUMBER), error: failure(answer.reason) },
  );
  const open = orders.filter((order) => 'state' in order && order.state === 'pending').length;
  const late = orders.filter((order) => 'error' in order && order.error.code === 'timeout').length;
  const next = [
    ...(late === 0 ? [] : [say.ordersLate({ late })]),
    ...(open === 0 ? [] : [say.ordersOpen({ open })]),
    say.ordersAnswered,
  ];
  return { orders, next: next.join(' ') };
}
