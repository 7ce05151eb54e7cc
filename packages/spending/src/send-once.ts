import type { LedgerEntry, Settlement } from '@kamikit/ledger';
import { withChargeShown } from './charge-shown.ts';
import type { KindFacts, KindTypes } from './kind.ts';
import type { Parts } from './parts.ts';
import { unlessPaid } from './refused-yet-paid.ts';

/** The only place that sends; the ledger runs it at most once for an entry. */
export async function sendOnce<T extends KindTypes>(
  facts: KindFacts<T>,
  request: T['request'],
  entry: LedgerEntry,
  parts: Parts,
): Promise<Settlement> {
  const { hasOwnReference: isOwnReference } = facts;
  let settled: Settlement;
  try {
    settled = await facts.send(request, entry, parts);
  } catch (error) {
    return unlessPaid(facts, entry, error, parts);
  }
  return { ...(await withChargeShown(facts, entry, settled, parts)), isOwnReference };
}
