import type { LedgerEntry } from '@kamikit/ledger';
import { followReference, isFollowed } from './follow.ts';
import { isKind } from './kinds.ts';
import type { Parts } from './parts.ts';
import { reconcileEntry } from './reconcile.ts';

export interface LookOptions {
  signal?: AbortSignal | undefined;
  /** For the first round after a start: also those that are not due yet. */
  evenIfNotDue?: boolean;
  /** Told of each entry that could not be looked at, and why. */
  onFailure?: ((entryId: string, reason: unknown) => void) | undefined;
}

// A round is no reason to keep an upstream busy; what is left comes with the next one.
const AT_MOST = 20;
const ANOTHER_LOOK_MS = 60_000;

/**
 * One round over the open entries that are due, so that nobody has to ask twice: whichever process runs looks again, ever
 * more rarely. An entry that cannot be looked at stays as it was, and is due again later.
 */
export async function lookAgain(
  { signal, evenIfNotDue = false, onFailure }: LookOptions,
  parts: Parts,
): Promise<void> {
  const ledger = await parts.ledger();
  if (signal?.aborted) return;
  const due = await ledger.claimDue({ limit: AT_MOST, evenIfNotDue });
  for (const entry of due) {
    if (signal?.aborted) return;
    await lookAt(entry, signal, parts).catch(async (error) => {
      onFailure?.(entry.id, error);
      // What failed is looked at once, as there was news of it: an upstream that is away has not told it yet.
      if (isOver(entry)) await ledger.lookWithin(entry.id, ANOTHER_LOOK_MS);
    });
  }
  // Whoever wanted one of these looked at meanwhile had nobody to do it.
  if (due.length > 0 && due.length < AT_MOST) await lookAgain({ signal, onFailure }, parts);
}

async function lookAt(entry: LedgerEntry, signal: AbortSignal | undefined, parts: Parts): Promise<void> {
  const { id, kind, state, reference } = entry;
  // What was accepted and has no number can only be asked for by a person.
  if (!isKind(kind) || (state === 'pending' && !isFollowed(entry))) return;
  if (state !== 'failed') return void (await reconcileEntry(id, signal, parts));
  if (kind !== 'supplier_trade' || reference === null) return;
  const { notice } = await followReference(kind, reference, { signal }, parts);
  if (notice !== null) throw new Error(notice);
}

const isOver = ({ state }: LedgerEntry) => state === 'failed' || state === 'refused';
