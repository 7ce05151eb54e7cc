import { KamikitError, type Upstream } from '@kamikit/core';
import type { LedgerEntry } from '@kamikit/ledger';
import { followReference, isFollowed } from './follow.ts';
import { isKind, KINDS, upstreamOf } from './kinds.ts';
import type { Parts } from './parts.ts';
import { reconcileEntry } from './reconcile.ts';

export interface LookOptions {
  signal?: AbortSignal | undefined;
  /** Looks at its entries alone, so that one that keeps answers waiting holds up no other's; at those of all by default. */
  upstream?: Upstream | undefined;
  /** For the first round after a start: begins with those that have waited longest, whenever they are due. */
  evenIfNotDue?: boolean;
  /** Told of each entry that could not be looked at, and why. */
  onFailure?: ((entryId: string, reason: unknown) => void) | undefined;
}

// So many are claimed at a time: whoever is gone in the middle keeps the others waiting for a minute.
const AT_MOST = 20;

/**
 * Looks at the open entries that are due until none is, so that nobody has to ask twice: whichever process runs looks again,
 * ever more rarely. An entry that cannot be looked at stays as it was, and is due again later.
 */
export async function lookAgain(
  { signal, upstream, evenIfNotDue = false, onFailure }: LookOptions,
  parts: Parts,
): Promise<void> {
  const ledger = await parts.ledger();
  const kinds = upstream === undefined ? null : KINDS.filter((kind) => upstreamOf(kind) === upstream);
  for (let all = evenIfNotDue; ; all = false) {
    if (signal?.aborted) return;
    const due = await ledger.claimDue({ limit: AT_MOST, kinds, evenIfNotDue: all });
    if (due.length === 0) return;
    for (const entry of due) {
      if (signal?.aborted) return;
      // Others may look at it by now.
      if (ledger.now() >= entry.claimed_until_ms) break;
      try {
        await lookAt(entry, signal, parts);
        await ledger.putOff(entry);
      } catch (error) {
        // Another goes on with it.
        if (signal?.aborted) return;
        onFailure?.(entry.id, error);
        // What was over is looked at once, as there was news of it: an upstream that is away has not told it yet.
        await ledger.putOff(entry, { isTold: error instanceof KamikitError && error.code === 'not_found' });
      }
    }
  }
}

async function lookAt(entry: LedgerEntry, signal: AbortSignal | undefined, parts: Parts): Promise<void> {
  const { id, kind, state, reference } = entry;
  // What was accepted and has no number can only be asked for by a person.
  if (!isKind(kind) || (state === 'pending' && !isFollowed(entry))) return;
  if (state !== 'failed') return void (await reconcileEntry(id, signal, parts));
  if (kind !== 'supplier_trade' || reference === null) return;
  const { notice } = await followReference(kind, reference, { signal, maxWaitMs: 0 }, parts);
  if (notice !== null) throw new Error(notice);
}
