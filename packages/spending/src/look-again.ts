import { isFollowed } from './follow.ts';
import { isKind } from './kinds.ts';
import type { Parts } from './parts.ts';
import { reconcileEntry } from './reconcile.ts';

export interface LookOptions {
  signal?: AbortSignal | undefined;
  /** For the first round after a start: also those that are not due yet. */
  evenIfNotDue?: boolean;
  /** Told of each entry that could not be looked at, and why. */
  onFailure?: (entryId: string, reason: unknown) => void;
}

// A round is no reason to keep an upstream busy; what is left comes with the next one.
const AT_MOST = 20;

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
  for (const entry of await ledger.claimDue({ limit: AT_MOST, evenIfNotDue })) {
    if (signal?.aborted) return;
    // What was accepted and has no number can only be asked for by a person.
    if (!isKind(entry.kind) || (entry.state === 'pending' && !isFollowed(entry))) continue;
    await reconcileEntry(entry.id, signal, parts).catch((error) => onFailure?.(entry.id, error));
  }
}
