import type { Finding, LedgerEntry } from '@kamikit/ledger';
import type { ReconcileContext } from '../kind.ts';
import { settleTrade } from './settle.ts';

/** Asks the shop for the entry's number, which was on disk before it was sent. */
export async function reconcileTrade(
  { reference }: LedgerEntry,
  { parts, signal }: ReconcileContext,
): Promise<Finding> {
  const supplier = await parts.client('supplier');
  const trade = reference === null ? null : await supplier.findTrade(reference, { signal });
  if (trade !== null) return { verdict: 'committed', settlement: settleTrade(trade) };
  return { verdict: 'not_committed', evidence: { shop_knows_trade: false } };
}
