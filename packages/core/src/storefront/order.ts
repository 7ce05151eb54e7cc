import * as z from 'zod';
import { OverLimitError } from '../json-limits.ts';
import {
  atMost,
  unreadableAmount,
  wireInteger,
  wireMoney,
  wireReference,
  wireText,
  withAmountText,
} from '../wire.ts';

// Nobody buys more than 10,000 cards at once.
const MOST_LINES = 100_000;
const MOST_ITEMS = 1_000;

/**
 * Delivered cards: the raw text, as one card may itself hold line breaks or `----` (storefront facts, cards), and for
 * convenience its lines. A list, which some shops may send, is joined.
 */
function readCards(value: unknown): { cards: string | null; card_lines: string[] } {
  if (Array.isArray(value)) {
    const card_lines = value.map((card) => (typeof card === 'string' ? card : JSON.stringify(card)));
    return { cards: card_lines.length > 0 ? card_lines.join('\n') : null, card_lines };
  }
  if (typeof value !== 'string' || value.trim() === '') return { cards: null, card_lines: [] };
  const lines = value.split(/\r?\n/, MOST_LINES + 1);
  if (lines.length > MOST_LINES) throw new OverLimitError(`with cards of more than ${MOST_LINES} lines`);
  return { cards: value, card_lines: lines.filter((line) => line.trim() !== '') };
}

const orderItemSchema = z
  .looseObject({
    goods_id: wireInteger,
    sub_id: wireInteger,
    goods_name: wireText,
    unit_price: wireMoney,
    quantity: wireInteger,
    subtotal: wireMoney,
    type: wireInteger,
    cards: z.unknown().optional(),
  })
  .transform((item) => ({ ...item, ...readCards(item.cards) }));

/**
 * An order as purchase, v2 purchase and v2 order return it. Money in yuan; `actual_price` is what was charged.
 * `balance_used` is kept, but the vendor's own samples contradict each other about it.
 */
export const orderSchema = z
  .preprocess(
    // What was charged, or where that is missing what it costs.
    (raw) =>
      withAmountText(raw, ({ actual_price, total_price }) => unreadableAmount(actual_price ?? total_price)),
    z.looseObject({
      order_sn: wireReference,
      status: wireInteger,
      status_text: wireText,
      total_price: wireMoney,
      actual_price: wireMoney,
      /** What was charged as it came, where it cannot be read. */
      amount_text: z.string().optional(),
      balance_used: wireMoney,
      items: z.preprocess(
        atMost(MOST_ITEMS),
        z
          .array(orderItemSchema)
          .nullish()
          .catch([])
          .transform((list) => list ?? []),
      ),
      cards: z.unknown().optional(),
    }),
  )
  .transform((order) => {
    const top = readCards(order.cards);
    if (top.cards !== null) return { ...order, ...top };
    return { ...order, ...readCards(order.items.flatMap((item) => item.card_lines)) };
  });

export type Order = z.output<typeof orderSchema>;

/** Whether an order is done: `completed` and `failed` are final. */
export type OrderProgress = 'completed' | 'failed' | 'pending';

const COMPLETED = 4;
/** 5 失败, 6 异常 (paid, but fewer cards than ordered: a person must settle it), -1 已过期. */
const FAILED = new Set([5, 6, -1]);

/** What a status means (storefront facts, order status). An unknown one counts as not finished: strict conclusions only. */
export function orderProgress({ status }: Pick<Order, 'status'>): OrderProgress {
  if (status === COMPLETED) return 'completed';
  return status !== null && FAILED.has(status) ? 'failed' : 'pending';
}
