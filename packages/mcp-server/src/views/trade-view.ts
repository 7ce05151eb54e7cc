import {
  FAILED_TRADE_ADVICE,
  type Followed,
  type SpentEntry,
  type StoredTrade,
  tradeState,
} from '@kamikit/spending';
import * as z from 'zod';
import { cleanText } from './clean-text.ts';
import { type Reveal, revealCards, revealUnlessUnrecorded } from './reveal.ts';

const text = z.string().nullable();

/** A trade as a model sees it; `trade_no` is ours, money in yuan. Only `contents` are goods, a `notice` is not. */
export const tradeView = z.object({
  state: z.enum(['completed', 'pending', 'failed', 'refunded']),
  trade_no: text,
  shop_trade_no: text,
  status: z.int().nullable(),
  amount: text,
  trade_time: text,
  contents: text,
  notice: text,
  entry_id: text,
  next: z.string(),
  /** Says that this answer exists nowhere else. */
  ledger_notice: z.string().optional(),
});

type TradeView = z.input<typeof tradeView>;

/** The trade that an entry holds; without an answer, as far as the entry knows it. */
export function viewTrade(entry: SpentEntry<'supplier_trade'>, reveal: Reveal): TradeView {
  const trade = entry.result ?? NOTHING_KNOWN;
  return {
    ...view(trade, entry.reference, entry.id, revealUnlessUnrecorded(entry, reveal)),
    ...(entry.notice !== null && { ledger_notice: entry.notice }),
  };
}

/** A trade that was asked for by its number. */
export function viewFollowedTrade(
  { settlement, entryId, notice }: Followed<'supplier_trade'>,
  tradeNo: string,
  reveal: Reveal,
): TradeView {
  const shown = view(settlement.result, tradeNo, entryId, reveal);
  return { ...shown, ...(notice !== null && { ledger_notice: notice }) };
}

const NOTHING_KNOWN: StoredTrade = {
  ...{ shop_trade_no: null, status: null, amount: null, trade_time: null, contents: null, notice: null },
};

function view(trade: StoredTrade, tradeNo: string | null, entryId: string | null, reveal: Reveal): TradeView {
  const state = tradeState(trade);
  return {
    state,
    trade_no: tradeNo,
    ...trade,
    contents: revealCards(trade.contents, entryId, reveal),
    notice: cleanText(trade.notice, 1_000),
    entry_id: entryId,
    next: nextStep(state, tradeNo),
  };
}

function nextStep(state: TradeView['state'], tradeNo: string | null): string {
  switch (state) {
    case 'pending':
      return `Not delivered yet; the notice is not the goods. Call supplier_query with trade_no ${tradeNo}; delivery by hand may take days. Do not buy again.`;
    case 'completed':
      return 'Done. Give the user the contents exactly as they are.';
    case 'failed':
      return FAILED_TRADE_ADVICE;
    case 'refunded':
      return 'The shop refunded the money.';
  }
}
