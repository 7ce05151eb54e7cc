import { tradeProgress } from '@kamikit/core';
import { stripInvisible } from '@kamikit/core/base';
import {
  contentsOf,
  type Followed,
  postedFields,
  type SpentEntry,
  type StoredTrade,
  tradeAdvice,
  tradeState,
} from '@kamikit/spending';
import * as z from 'zod';
import { cleanText, LONGEST_NUMBER } from './clean-text.ts';
import { decodeContents } from './decode-contents.ts';
import { overchargeWarning } from './overcharge.ts';
import { hideCards, revealCards, revealUnlessUnrecorded, type Showing } from './reveal.ts';
import { viewWaiting, waitingView } from './waiting-view.ts';

const text = z.string().nullable();

/**
 * A trade as a model sees it; `trade_no` is ours, money in yuan. `contents` are goods once the state is completed, as they
 * came; a `notice` is not.
 */
export const tradeView = z.object({
  /** That more was charged than agreed. */
  warning: z.string().optional(),
  state: z.enum(['completed', 'pending', 'failed', 'refunded']),
  trade_no: text,
  shop_trade_no: text,
  status: z.int().nullable(),
  amount: text,
  trade_time: text,
  contents: text,
  /** The contents without HTML's escapes, where they hold any: likelier the goods. */
  contents_decoded: z.string().optional(),
  notice: text,
  /** Choices that were left open and posted as the shop's form has them, by the field's name. */
  defaults: z.record(z.string(), z.string()).optional(),
  entry_id: text,
  next: z.string(),
  /** Says that this answer exists nowhere else. */
  ledger_notice: z.string().optional(),
});

type TradeView = z.input<typeof tradeView>;

/** A trade as it is asked for, which its owner may have to allow first. */
export const newTradeView = tradeView.extend({
  state: z.enum(['awaiting_approval', ...tradeView.shape.state.options]),
  quantity: z.int().nullable().optional(),
  ...waitingView,
});

/** The trade that an entry holds; without an answer, as far as the entry knows it. */
export function viewTrade(entry: SpentEntry<'supplier_trade'>, given: Showing): z.input<typeof newTradeView> {
  const showing = { ...given, reveal: revealUnlessUnrecorded(entry, given.reveal) };
  const { say } = showing;
  const trade = entry.result ?? NOTHING_KNOWN;
  const defaults = defaultsOf(entry);
  return {
    ...overchargeWarning(entry, say),
    ...view(trade, stateOf(entry) ?? tradeState(trade), {
      ...{ tradeNo: entry.reference, entryId: entry.id, ...showing },
    }),
    ...viewWaiting(entry, showing),
    ...(defaults !== null && { defaults }),
    ...(entry.notice !== null && { ledger_notice: say.unrecorded({ said: entry.notice }) }),
  };
}

/** A trade that was asked for by its number. */
export function viewFollowedTrade(
  { settlement, entryId, charge, notice }: Followed<'supplier_trade'>,
  tradeNo: string,
  given: Showing,
): TradeView {
  const showing = { ...given, reveal: revealUnlessUnrecorded({ notice }, given.reveal) };
  const { say } = showing;
  const shown = view(settlement.result, tradeState(settlement.result), { tradeNo, entryId, ...showing });
  return {
    ...overchargeWarning(charge, say),
    ...shown,
    ...(notice !== null && { ledger_notice: say.unrecorded({ said: notice }) }),
  };
}

const NOTHING_KNOWN: StoredTrade = {
  ...{ shop_trade_no: null, status: null, amount: null, trade_time: null, contents: null, notice: null },
};

interface TradeNumbers {
  tradeNo: string | null;
  entryId: string | null;
}

/** How the entry stands: its owner may have settled what the shop does not tell. */
function stateOf({ state }: SpentEntry<'supplier_trade'>): TradeView['state'] | null {
  return tradeView.shape.state.safeParse(state).data ?? null;
}

function view(
  trade: StoredTrade,
  state: TradeView['state'],
  { tradeNo, entryId, ...showing }: TradeNumbers & Showing,
): TradeView {
  const contents = contentsOf(trade);
  const decoded = contents === null ? null : decodeContents(contents);
  return {
    state,
    trade_no: tradeNo,
    ...trade,
    shop_trade_no: cleanText(
      hideCards(trade.shop_trade_no, contents ?? trade.notice, showing.reveal),
      LONGEST_NUMBER,
    ),
    contents: revealCards(contents, entryId, showing),
    ...(decoded !== null && { contents_decoded: revealCards(decoded, entryId, showing) ?? '' }),
    notice: contents === null ? viewNotice(trade.notice, entryId, showing) : null,
    entry_id: entryId,
    next: nextStep(trade, state, { tradeNo, entryId, isDecoded: decoded !== null }, showing),
  };
}

/** A shop may write the goods where a notice should be. */
function viewNotice(notice: string | null, entryId: string | null, showing: Showing): string | null {
  return showing.reveal === 'sealed' ? revealCards(notice, entryId, showing) : cleanText(notice, 1_000);
}

/** What was posted beside what was given. */
function defaultsOf({ request, evidence }: SpentEntry<'supplier_trade'>): Record<string, string> | null {
  const given = Object(request.fields);
  const added = Object.entries(postedFields(evidence) ?? {}).filter(([name]) => !Object.hasOwn(given, name));
  const visible = added.map(([name, value]) => [stripInvisible(name), cleanText(value, 100) ?? '']);
  return visible.length > 0 ? Object.fromEntries(visible) : null;
}

function nextStep(
  trade: StoredTrade,
  state: TradeView['state'],
  { tradeNo, entryId, isDecoded }: TradeNumbers & { isDecoded: boolean },
  { reveal, say }: Showing,
): string {
  const said = tradeAdvice(trade);
  switch (state) {
    case 'pending':
      return said === null
        ? say.tradePending({ tradeNo })
        : say.tradeUnread({ said, entryId: entryId ?? 'ENTRY' });
    case 'completed':
      if (reveal === 'sealed') return say.sealedDone;
      return isDecoded ? say.tradeDoneEscaped : say.tradeDone;
    case 'failed':
      return said !== null && tradeProgress(trade) === 'sold_out'
        ? say.tradeSoldOut({ said })
        : say.tradeFailed({ said });
    case 'refunded':
      return say.tradeRefunded;
  }
}
