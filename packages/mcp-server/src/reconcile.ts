import { KamikitError } from '@kamikit/core';
import type { LedgerEntry } from '@kamikit/ledger';
import { entryKinds } from './entry-kinds.ts';
import type { Services } from './services.ts';

/**
 * Finds out what became of an entry whose outcome is open, and records it with its evidence.
 *
 * @throws {KamikitError} `not_found` for an id that the ledger does not hold, or what the upstream answered.
 */
export async function reconcileEntry(
  id: string,
  services: Services,
  signal: AbortSignal,
): Promise<LedgerEntry> {
  const ledger = await services.ledger();
  return ledger.reconcile(id, (entry) => {
    const kind = entryKinds[entry.kind];
    if (kind === undefined) {
      throw new KamikitError(`Nothing here knows how to look after entries of the kind ${entry.kind}.`, {
        code: 'invalid_request',
        hint: 'Use the version of Kamikit that made the entry.',
      });
    }
    return kind.reconcile(entry, services, signal);
  });
}
