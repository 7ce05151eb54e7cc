import { isFollowed } from './follow.ts';
import type { Parts } from './parts.ts';
import { reconcileEntry } from './reconcile.ts';

/** How to take up what earlier processes left open. */
export interface ResumeOptions {
  signal?: AbortSignal | undefined;
  /** Called with each entry that stays open, and why. */
  onOpen?: (entryId: string, reason: unknown) => void;
}

// Start-up is no time for a long series of requests; whatever else is open can be reconciled by hand.
const AT_MOST = 20;

/**
 * Picks up what an earlier process left open, newest first: an entry whose number the upstream knows can be settled
 * without a person. One that fails stays as it was.
 */
export async function resumeOpenEntries({ signal, onOpen }: ResumeOptions, parts: Parts): Promise<void> {
  const ledger = await parts.ledger();
  for (const state of ['unknown', 'pending'] as const) {
    const { entries } = await ledger.list({ state, perPage: AT_MOST });
    for (const entry of entries.filter(isFollowed))
      await reconcileEntry(entry.id, signal, parts).catch((error) => onOpen?.(entry.id, error));
  }
}
