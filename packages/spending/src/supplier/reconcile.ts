import { KamikitError, type Trade } from '@kamikit/core';
import type { Finding, LedgerEntry } from '@kamikit/ledger';
import type { ReconcileContext } from '../kind.ts';
import { findRefund } from './refund.ts';
import { settleTrade } from './settle.ts';

const WITHOUT_NUMBER: Finding = {
  verdict: 'undecidable',
  evidence: {},
  advice:
    'The entry has no trade number that the shop could be asked for: ask the shop about it, and do not buy again before it has answered.',
};

const WITHOUT_QUERY: Finding = {
  verdict: 'undecidable',
  evidence: {},
  advice:
    'This shop cannot be asked about trades: its owner has to look there, and to settle the entry by hand. Do not buy again before that.',
};

/** Asks the shop for the entry's number, which was on disk before it was sent; once it says refunded, for the money. */
export async function reconcileTrade(entry: LedgerEntry, context: ReconcileContext): Promise<Finding> {
  if (entry.state === 'refunded') return findRefund(entry, context);
  const { reference } = entry;
  const { parts, signal } = context;
  if (reference === null) return WITHOUT_NUMBER;
  let trade: Trade | null;
  try {
    trade = await (await parts.client('supplier')).findTrade(reference, { signal });
  } catch (error) {
    // Of a number, the shop says that it does not know it; this is the page of a missing route.
    if (error instanceof KamikitError && error.code === 'not_found') return WITHOUT_QUERY;
    throw error;
  }
  if (trade !== null) return { verdict: 'committed', settlement: settleTrade(trade) };
  return { verdict: 'not_committed', evidence: { shop_knows_trade: false } };
}
