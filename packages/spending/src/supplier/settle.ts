import { type Trade, type TradeProgress, tradeProgress } from '@kamikit/core';
import type { EntryState, SettledState } from '@kamikit/ledger';
import type { Settled } from '../kind.ts';
import { settledAmount } from '../settled-amount.ts';
import { type StoredTrade, storeTrade } from './stored.ts';

const STATES = {
  waiting: 'pending',
  shipped: 'completed',
  failed: 'failed',
  refunded: 'refunded',
} as const satisfies Record<TradeProgress, SettledState>;

/** How a trade stands, in the ledger's words. */
export function tradeState(trade: Pick<Trade, 'status'>): (typeof STATES)[TradeProgress] {
  return STATES[tradeProgress(trade)];
}

/** What a person should do about a trade that failed. */
export const FAILED_TRADE_ADVICE =
  'The shop could not deliver. The account’s balance shows whether the money came back; ask the shop before buying again.';

/** What a trade's answer means for its ledger entry. */
export function settleTrade(trade: Trade): Settled<StoredTrade> {
  const state = tradeState(trade);
  return {
    state,
    result: storeTrade(trade),
    ...(state === 'completed' && settledAmount(trade.amount)),
    ...(state === 'failed' && { advice: FAILED_TRADE_ADVICE }),
  };
}

/** A trade's progress, as its entry records it. */
export function recordedProgress(state: EntryState): TradeProgress {
  if (state === 'completed') return 'shipped';
  return state === 'failed' || state === 'refunded' ? state : 'waiting';
}
