import { inMarks, orderProgress } from '@kamikit/core';
import { type Followed, failedOrderAdvice, type SpentEntry, type StoredOrder } from '@kamikit/spending';
import * as z from 'zod';
import { cleanText, LONGEST_NUMBER } from './clean-text.ts';
import { overchargeWarning } from './overcharge.ts';
import { hideCards, type Reveal, revealCards, revealUnlessUnrecorded } from './reveal.ts';

const text = z.string().nullable();
const integer = z.int().nullable();

/** An order as a model sees it; money in yuan. */
export const orderView = z.object({
  /** That more was charged than agreed. */
  warning: z.string().optional(),
  state: z.enum(['completed', 'pending', 'failed']),
  order_sn: text,
  status: integer,
  status_text: text,
  goods_name: text,
  quantity: integer,
  total_price: text,
  actual_price: text,
  cards: text,
  /** The ledger's entry, where the order was bought through it. */
  entry_id: text,
  next: z.string(),
  /** Says that this answer exists nowhere else. */
  ledger_notice: z.string().optional(),
});

type OrderView = z.input<typeof orderView>;

/** The order that an entry holds; without an answer, as far as the entry knows it. */
export function viewPurchase(entry: SpentEntry<'purchase'>, reveal: Reveal): OrderView {
  const order = entry.result ?? { ...NOTHING_KNOWN, order_sn: entry.reference, actual_price: entry.charged };
  return {
    ...overchargeWarning(entry),
    ...view(order, stateOf(entry) ?? orderProgress(order), entry.id, revealUnlessUnrecorded(entry, reveal)),
    ...(entry.advice !== null && { next: entry.advice }),
    ...(entry.notice !== null && { ledger_notice: entry.notice }),
  };
}

/** An order that was asked for by its number. */
export function viewFollowedOrder(
  { settlement, entryId, charge, notice }: Followed<'purchase'>,
  reveal: Reveal,
): OrderView {
  return {
    ...overchargeWarning(charge),
    ...view(
      settlement.result,
      orderProgress(settlement.result),
      entryId,
      revealUnlessUnrecorded({ notice }, reveal),
    ),
    ...(notice !== null && { ledger_notice: notice }),
  };
}

const NOTHING_KNOWN: StoredOrder = {
  ...{ order_sn: null, status: null, status_text: null, goods_name: null, quantity: null },
  ...{ total_price: null, actual_price: null, cards: null },
};

/** How the entry stands: its owner may have settled what the shop does not tell. */
function stateOf({ state }: SpentEntry<'purchase'>): OrderView['state'] | null {
  return orderView.shape.state.safeParse(state).data ?? null;
}

function view(
  order: StoredOrder,
  state: OrderView['state'],
  entryId: string | null,
  reveal: Reveal,
): OrderView {
  return {
    state,
    ...order,
    order_sn: cleanText(hideCards(order.order_sn, order.cards, reveal), LONGEST_NUMBER),
    // A shop may write anything here, cards too; the state and the status say it all.
    status_text: reveal === 'sealed' ? null : cleanText(order.status_text, 40),
    goods_name: cleanText(hideCards(order.goods_name, order.cards, reveal), 120),
    cards: revealCards(order.cards, entryId, reveal),
    entry_id: entryId,
    next: nextStep(state, order),
  };
}

/** How an order stands, for a host to show while it waits. */
export function statusInWords({ status, status_text }: StoredOrder, reveal: Reveal): string {
  const text = reveal === 'sealed' ? null : cleanText(status_text, 40);
  return text === null ? `status ${status}` : inMarks(text);
}

function nextStep(state: OrderView['state'], order: StoredOrder): string {
  if (state === 'pending') {
    return `Not finished yet. Call poll_order with this order_sn; a manual order may take days. Do not buy again.`;
  }
  if (state === 'failed') return failedOrderAdvice(order.status);
  return order.cards === null
    ? 'Completed, but the shop shows no cards: the goods may be delivered another way; see the shop’s order page.'
    : 'Done. Give the user the cards exactly as they are.';
}
