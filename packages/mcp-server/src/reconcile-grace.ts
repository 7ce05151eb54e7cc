import type { Timing } from '@kamikit/core';
import type { LedgerEntry } from '@kamikit/ledger';

// Most of what was sent shows by then, so that one look is enough.
const SHOWS_AFTER_MS = 5_000;
// An upstream may still be at work on a request whose connection broke, and slow ones take 30 seconds and more
// (supplier facts, slow): only so long after its answer was lost is
// seeing nothing a proof.
const ABSENCE_IS_PROOF_AFTER_MS = 120_000;

/** How long nobody may conclude yet that the entry did not take place; 0 or less when that time is over. */
export function absenceIsProofIn(entry: LedgerEntry, timing: Timing): number {
  const lostAt = Date.parse(String(entry.evidence.answer_lost_at));
  const since = Number.isNaN(lostAt) ? age(entry, timing) : timing.now() - lostAt;
  return ABSENCE_IS_PROOF_AFTER_MS - since;
}

function age(entry: LedgerEntry, timing: Timing): number {
  return timing.now() - Date.parse(entry.sent_at ?? entry.created_at);
}

/** Waits until what was sent most likely shows. */
export async function waitUntilItShows(
  entry: LedgerEntry,
  timing: Timing,
  signal: AbortSignal,
): Promise<void> {
  const missing = SHOWS_AFTER_MS - age(entry, timing);
  if (missing > 0) await timing.sleep(missing, signal);
}
