import type { Timing } from '@kamikit/core';
import type { LedgerEntry } from '@kamikit/ledger';

/**
 * An upstream may still be at work on a request whose connection broke, and slow ones take 30 seconds and more
 * (supplier facts, slow): only this long after its answer was lost does seeing nothing prove anything.
 */
export const ABSENCE_PROVES_AFTER_MS = 120_000;

// Most of what was sent shows by then, so that one look is enough.
const SHOWS_AFTER_MS = 5_000;

/** For how many milliseconds more seeing nothing proves nothing; 0 or less when that time has passed. */
export function graceLeft(entry: LedgerEntry, afterMs: number, timing: Timing): number {
  const lostAt = Date.parse(String(entry.evidence.answer_lost_at));
  const since = Number.isNaN(lostAt) ? ageOf(entry, timing) : timing.now() - lostAt;
  return afterMs - since;
}

function ageOf(entry: LedgerEntry, timing: Timing): number {
  return timing.now() - Date.parse(entry.sent_at ?? entry.created_at);
}

/** Waits until what was sent most likely shows. */
export async function waitUntilItShows(
  entry: LedgerEntry,
  timing: Timing,
  signal: AbortSignal | undefined,
): Promise<void> {
  const missing = SHOWS_AFTER_MS - ageOf(entry, timing);
  if (missing > 0) await timing.sleep(missing, signal);
}
