import { inMarks, orderProgress } from '@kamikit/core';
import { type Followed, failedOrderAdvice, type SpentEntry, type StoredOrder } from '@kamikit/spending';
import * as z from 'zod';
import { cleanText, LONGEST_NUMBER } from './clean-text.ts';
import { overchargeWarning } from './overcharge.ts';
import { hideCards, revealCards, revealUnlessUnrecorded, type Showing } from './reveal.ts';
import { viewWaiting, waitingView } from './waiting-view.ts';

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

/** The order of a purchase, which its owner may have to allow first. */
export const purchaseView = orderView.extend({
  state: z.enum(['awaiting_approval', ...orderView.shape.state.options]),
  ...waitingView,
});

/** The order that an entry holds; without an answer, as far as the entry knows it. */
export function viewPurchase(entry: SpentEntry<'purchase'>, given: Showing): z.input<typeof purchaseView> {
  const showing = { ...given, reveal: revealUnlessUnrecorded(entry, given.reveal) };
  const { say } = showing;
  const order = entry.result ?? {
    ...{ ...NOTHING_KNOWN, goods_name: entry.goods?.name ?? null },
    ...{ order_sn: entry.reference, actual_price: entry.charged },
  };
  return {
    ...overchargeWarning(entry, say),
    ...view(order, stateOf(entry) ?? orderProgress(order), entry.id, showing),
    ...viewWaiting(entry, showing),
    ...(entry.advice !== null && { next: say.advice(entry.state, { said: entry.advice }) }),
    ...(entry.notice !== null && { ledger_notice: say.unrecorded({ said: entry.notice }) }),
  };
}

/** An order that was asked for by its number. */
export function viewFollowedOrder(
  { settlement, entryId, charge, notice }: Followed<'purchase'>,
  given: Showing,
): OrderView {
  const showing = { ...given, reveal: revealUnlessUnrecorded({ notice }, given.reveal) };
  const { say } = showing;
  return {
    ...overchargeWarning(charge, say),
    ...view(settlement.result, orderProgress(settlement.result), entryId, showing),
    ...(notice !== null && { ledger_notice: say.unrecorded({ said: notice }) }),
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
  showing: Showing,
): OrderView {
  const { reveal } = showing;
  return {
    state,
    ...order,
    order_sn: cleanText(hideCards(order.order_sn, order.cards, reveal), LONGEST_NUMBER),
    // A shop may write anything here, cards too; the state and the status say it all.
    status_text: reveal === 'sealed' ? null : cleanText(order.status_text, 40),
    goods_name: cleanText(hideCards(order.goods_name, order.cards, reveal), 120),
    cards: revealCards(order.cards, entryId, showing),
    entry_id: entryId,
    next: nextStep(state, order, showing),
  };
}

/** How an order stands, for a host to show while it waits. */
export function statusInWords({ status, status_text }: StoredOrder, { reveal, say }: Showing): string {
  const text = reveal === 'sealed' ? null : cleanText(status_text, 40);
  return text === null ? say.orderStatus({ status }) : inMarks(text);
}

function nextStep(state: OrderView['state'], order: StoredOrder, { reveal, say }: Showing): string {
  if (state === 'pending') return say.orderPending;
  if (state === 'failed') {
    const said = failedOrderAdvice(order.status);
    return say.orderFailed(order.status === MONEY_TAKEN, { said });
  }
  if (order.cards === null) return say.orderWithoutCards;
  return reveal === 'sealed' ? say.sealedDone : say.orderDone;
}

/** Storefront facts, status 6: the shop keeps the money and owes cards. */
const MONEY_TAKEN = 6;
