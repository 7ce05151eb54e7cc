import { KamikitError } from '@kamikit/core';
import type { JobItem, Ledger, LedgerEntry } from '@kamikit/ledger';
import pLimit from 'p-limit';
import { followEntry } from '../follow.ts';
import type { Parts } from '../parts.ts';
import { reconcileEntry } from '../reconcile.ts';
import { type RunOptions, unlessAborted } from './run-options.ts';

/** What is still open after that is left to the looks that every open entry gets, and to its owner. */
export const AT_MOST_MS = 10 * 60_000;
/** Whoever waits for a job that stopped by itself has to hear why. */
export const AT_MOST_ONCE_STOPPED_MS = 30_000;
const FIRST_PAUSE_MS = 500;
const LONGEST_BETWEEN_LOOKS_MS = 30_000;
const AT_A_TIME = 100;
const AT_ONCE = 4;

/** Looks at what is unknown or pending, ever more rarely, until nothing is. */
export async function settleOpenItems(
  id: string,
  { signal, onProgress, atMostMs }: Pick<RunOptions, 'signal' | 'onProgress'> & { atMostMs: number },
  parts: Parts,
): Promise<void> {
  const ledger = await parts.ledger();
  const limit = pLimit(AT_ONCE);
  const until = parts.timing.uptime() + atMostMs;
  for (let pause = FIRST_PAUSE_MS; !signal?.aborted; pause = Math.min(pause * 2, LONGEST_BETWEEN_LOOKS_MS)) {
    for await (const items of openItems(ledger, id))
      await Promise.all(
        items.map(({ entry }) =>
          limit(async () => {
            if (entry !== null && !signal?.aborted) await look(entry, signal, parts);
          }),
        ),
      );
    onProgress?.();
    const { counts } = (await ledger.job(id)) ?? { counts: { unknown: 0, pending: 0 } };
    if (counts.unknown + counts.pending === 0 || parts.timing.uptime() + pause > until) return;
    await parts.timing.sleep(pause, signal).catch(unlessAborted(signal));
  }
}

/** All of them, a page at a time; what is settled meanwhile moves no other out of sight. */
async function* openItems(ledger: Ledger, id: string): AsyncGenerator<JobItem[]> {
  let after = 0;
  let items: JobItem[];
  do {
    const page = { after, perPage: AT_A_TIME, states: ['unknown', 'pending'] as const };
    ({ items } = await ledger.jobItems(id, page));
    yield items;
    after = items.at(-1)?.number ?? after;
  } while (items.length === AT_A_TIME);
}

/** Finds out what became of what has just failed, if nobody knows. */
export async function lookAtUnknown(
  { outcome, entryId }: KamikitError,
  signal: AbortSignal | undefined,
  parts: Parts,
): Promise<void> {
  if (outcome === 'unknown' && entryId !== undefined)
    await unlessItCannot(signal, () => reconcileEntry(entryId, signal, parts));
}

/** Looks once at an entry that is open; one that cannot be looked at stays as it is. */
export async function look(entry: LedgerEntry, signal: AbortSignal | undefined, parts: Parts): Promise<void> {
  if (entry.state === 'unknown') await unlessItCannot(signal, () => reconcileEntry(entry.id, signal, parts));
  else await unlessItCannot(signal, () => followEntry(entry.id, { signal, maxWaitMs: 0 }, parts));
}

/** One that cannot be looked at stays as it is, and so does one that nobody waits for any more. */
async function unlessItCannot(signal: AbortSignal | undefined, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof KamikitError) && !signal?.aborted) throw error;
  }
}
