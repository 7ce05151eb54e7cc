import { KamikitError } from '@kamikit/core';
import type { Settlement } from '@kamikit/ledger';
import type { Services } from './services.ts';

/**
 * Brings the ledger entry of what was just looked at up to date, where it was bought through the ledger. A ledger that
 * cannot be written must not keep the goods from who paid for them: the notice then says so.
 */
export async function recordSettlement(
  kind: string,
  reference: string,
  settlement: Settlement,
  services: Services,
): Promise<{ entryId: string | null; notice?: string }> {
  try {
    const ledger = await services.ledger();
    const entry = await ledger.findByReference(kind, reference);
    if (entry === null) return { entryId: null };
    await ledger.settle(entry.id, settlement);
    return { entryId: entry.id };
  } catch (error) {
    if (!(error instanceof KamikitError)) throw error;
    return { entryId: null, notice: `Keep this answer: the ledger could not record it. ${error.message}` };
  }
}
