import type { Upstream } from '@kamikit/core';
import type { LedgerEntry } from '@kamikit/ledger';
import type { Parts } from './parts.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/**
 * An upstream may still be at work on a request whose connection broke: only this long after its answer was lost
 * does seeing nothing prove anything.
 *
 * - `storefront`: a queue worker may get to a purchase late; Laravel ends a job after a minute and tries it again after
 *   90 seconds (laravel.com/docs/queues, job expirations and timeouts), so an hour holds dozens of tries.
 * - `cards`: everything happens within one request, which PHP's gateways end after a minute (nginx,
 *   fastcgi_read_timeout); ten minutes are ten of these.
 * - `supplier`: a trade waits, without any limit of its own, for suppliers that wait for theirs (supplier facts, slow), in
 *   a database transaction all the while. MariaDB ends an idle one's connection, and the trade with it, after 8 hours
 *   (wait_timeout, 28,800 s by default); one more for clocks that differ.
 */
export const ABSENCE_PROVES_AFTER_MS: Readonly<Record<Upstream, number>> = {
  storefront: HOUR_MS,
  cards: 10 * MINUTE_MS,
  supplier: 9 * HOUR_MS,
};

// Most of what was sent shows by then, so that one look is enough.
const SHOWS_AFTER_MS = 5_000;

/** For how many milliseconds more seeing nothing proves nothing, by the ledger's clock; 0 or less when that time has passed. */
export function graceLeft(entry: LedgerEntry, afterMs: number, nowMs: number): number {
  const lostAt = Date.parse(String(entry.evidence.answer_lost_at));
  const since = Number.isNaN(lostAt) ? ageOf(entry, nowMs) : nowMs - lostAt;
  return afterMs - since;
}

function ageOf(entry: LedgerEntry, nowMs: number): number {
  return nowMs - Date.parse(entry.sent_at ?? entry.created_at);
}

/** Waits until what was sent most likely shows. */
export async function waitUntilItShows(
  entry: LedgerEntry,
  { ledger, timing }: Pick<Parts, 'ledger' | 'timing'>,
  signal: AbortSignal | undefined,
): Promise<void> {
  // However far the clock was set back since it was sent.
  const age = ageOf(entry, (await ledger()).now());
  const missing = Math.min(SHOWS_AFTER_MS - age, SHOWS_AFTER_MS);
  if (missing > 0) await timing.sleep(missing, signal);
}
