import type { Finding, LedgerEntry } from '@kamikit/ledger';
import type { ReconcileContext } from '../kind.ts';
import { settleTrade } from './settle.ts';

const WITHOUT_NUMBER: Finding = {
  verdict: 'undecidable',
  evidence: {},
  advice:
    'The entry has no trade number that the shop could be asked for: ask the shop about it, and do not buy again before it has answered.',
};

/** Asks the shop for the entry's number, which was on disk before it was sent. */
export async function reconcileTrade(
  { reference }: LedgerEntry,
  { parts, signal }: ReconcileContext,
): Promise<Finding> {
  if (reference === null) return WITHOUT_NUMBER;
  const trade = await (await parts.client('supplier')).findTrade(reference, { signal });
  if (trade !== null) return { verdict: 'committed', settlement: settleTrade(trade) };
  return { verdict: 'not_committed', evidence: { shop_knows_trade: false } };
}
