import { type Trade, type TradeProgress, tradeProgress } from '@kamikit/core';
import type { EntryState, Finding, LedgerEntry, Settlement } from '@kamikit/ledger';
import * as z from 'zod';
import { cleanText } from './clean-text.ts';
import { type Reveal, revealCards } from './reveal.ts';
import type { Services } from './services.ts';
import { settledAmount } from './spending.ts';

const text = z.string().nullable();

/** What the ledger keeps of a trade: the contents untouched. */
const storedTrade = z.object({
  shop_trade_no: text,
  status: z.int().nullable(),
  amount: text,
  trade_time: text,
  contents: text,
  notice: text,
});

/** A trade as a model sees it; `trade_no` is ours, money in yuan. Only `contents` are goods, a `notice` is none. */
export const tradeView = z.object({
  state: z.enum(['completed', 'pending', 'failed', 'refunded']),
  trade_no: text,
  ...storedTrade.shape,
  entry_id: text,
  next: z.string(),
});

type TradeView = z.input<typeof tradeView>;
type StoredTrade = z.output<typeof storedTrade>;

const STATES: Record<TradeProgress, TradeView['state']> = {
  waiting: 'pending',
  shipped: 'completed',
  failed: 'failed',
  refunded: 'refunded',
};

const ADVICE: Partial<Record<TradeProgress, string>> = {
  failed:
    'The shop could not deliver. Whether the money came back shows in its account; ask the shop before buying again.',
};

function store({ trade_no, status, amount, trade_time, contents, notice }: Trade): StoredTrade {
  return { shop_trade_no: trade_no, status, amount, trade_time, contents, notice };
}

/** What a trade's answer means for its ledger entry. */
export function settleTradeEntry(trade: Trade): Settlement {
  const advice = ADVICE[tradeProgress(trade)];
  return {
    state: STATES[tradeProgress(trade)],
    result: store(trade),
    ...(tradeProgress(trade) === 'shipped' && settledAmount(trade.amount)),
    ...(advice !== undefined && { advice }),
  };
}

/** How far an entry says that its trade has come. */
export function recordedProgress(state: EntryState): TradeProgress {
  if (state === 'completed') return 'shipped';
  return state === 'failed' || state === 'refunded' ? state : 'waiting';
}

export function viewTradeEntry(entry: LedgerEntry, reveal: Reveal): TradeView {
  return view(readStored(entry), entry.reference, entry.id, reveal);
}

export function viewTrade(trade: Trade, tradeNo: string, entryId: string | null, reveal: Reveal): TradeView {
  return view(store(trade), tradeNo, entryId, reveal);
}

/** The goods that an entry holds, as they came. */
export function deliveredContents(entry: LedgerEntry): string | null {
  return readStored(entry).contents;
}

function readStored({ result }: LedgerEntry): StoredTrade {
  if (result !== null) return storedTrade.parse(result);
  return { shop_trade_no: null, status: null, amount: null, trade_time: null, contents: null, notice: null };
}

function view(trade: StoredTrade, tradeNo: string | null, entryId: string | null, reveal: Reveal): TradeView {
  const progress = tradeProgress(trade);
  return {
    state: STATES[progress],
    trade_no: tradeNo,
    ...trade,
    contents: revealCards(trade.contents, entryId, reveal),
    notice: cleanText(trade.notice, 1_000),
    entry_id: entryId,
    next: nextStep(progress, tradeNo),
  };
}

function nextStep(progress: TradeProgress, tradeNo: string | null): string {
  switch (progress) {
    case 'waiting':
      return `Not delivered yet; a notice is no goods. Call supplier_query with trade_no ${tradeNo}; delivery by hand may take days. Do not buy again.`;
    case 'shipped':
      return 'Done. Give the user the contents exactly as they stand.';
    case 'failed':
      return ADVICE.failed ?? '';
    case 'refunded':
      return 'The shop paid the money back.';
  }
}

/** Asks the shop for the entry's number, which was on disk before it was sent. */
export async function reconcileTrade(
  entry: LedgerEntry,
  services: Services,
  signal: AbortSignal,
): Promise<Finding> {
  const supplier = await services.supplier();
  const trade = entry.reference === null ? null : await supplier.findTrade(entry.reference, { signal });
  if (trade !== null) return { verdict: 'committed', settlement: settleTradeEntry(trade) };
  return { verdict: 'not_committed', evidence: { shop_knows_trade: false } };
}
