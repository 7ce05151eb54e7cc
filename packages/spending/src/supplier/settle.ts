import { type Trade, type TradeProgress, tradeProgress } from '@kamikit/core';
import type { EntryState, SettledState } from '@kamikit/ledger';
import { cardsIn } from '../cards-in.ts';
import { chargedAmount } from '../charged-amount.ts';
import type { Settled } from '../kind.ts';
import { contentsOf, type StoredTrade, storeTrade } from './stored.ts';

const STATES = {
  waiting: 'pending',
  shipped: 'completed',
  failed: 'failed',
  refunded: 'refunded',
  sold_out: 'failed',
} as const satisfies Record<TradeProgress, SettledState>;

/** How a trade stands, in the ledger's words. */
export function tradeState(trade: Pick<Trade, 'status' | 'notice'>): (typeof STATES)[TradeProgress] {
  return STATES[tradeProgress(trade)];
}

/** What to do about a trade that does not go on by itself; null where it does, or is done. */
export function tradeAdvice(
  trade: Pick<Trade, 'status' | 'notice'> & { contents: string | null },
): string | null {
  switch (tradeProgress(trade)) {
    case 'sold_out':
      return 'The shop took the money and delivered nothing: the goods had sold out in the meantime. The user must ask the shop’s customer service for the goods or the money, with shop_trade_no. Do not buy again until that is settled.';
    case 'failed':
      return 'The shop could not deliver. The account’s balance shows whether the money came back; ask the shop before buying again.';
    case 'waiting':
      return trade.status === null && trade.notice !== null
        ? 'This shop does not say how a trade stands: what it wrote is either the goods or a notice. The user has to read it, and the owner to settle the entry by hand.'
        : null;
    default:
      return null;
  }
}

/** What a trade's answer means for its ledger entry. */
export function settleTrade(trade: Trade): Settled<StoredTrade> {
  const state = tradeState(trade);
  const advice = tradeAdvice(trade);
  const result = storeTrade(trade);
  return {
    state,
    result,
    delivered: cardsIn(contentsOf(result)).length,
    ...chargedAmount(trade.amount, trade.amount_text),
    ...(advice !== null && { advice }),
  };
}

/** A trade's progress, as its entry records it. */
export function recordedProgress(state: EntryState): TradeProgress {
  if (state === 'completed') return 'shipped';
  return state === 'failed' || state === 'refunded' ? state : 'waiting';
}
