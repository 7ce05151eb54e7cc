import type { Timing } from '@kamikit/core';
import type { LedgerEntry } from '@kamikit/ledger';

// An upstream may still be at work on a request whose connection broke; a look before that proves nothing.
const SETTLED_AFTER_MS = 5_000;

/** Waits until the entry's request can no longer be under way. */
export async function waitUntilSettled(
  entry: LedgerEntry,
  timing: Timing,
  signal: AbortSignal,
): Promise<void> {
  const age = timing.now() - Date.parse(entry.sent_at ?? entry.created_at);
  if (age < SETTLED_AFTER_MS) await timing.sleep(SETTLED_AFTER_MS - age, signal);
}
