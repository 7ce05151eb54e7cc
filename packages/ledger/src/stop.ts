import { formatShanghaiTime, KamikitError } from '@kamikit/core';
import type { Kysely } from 'kysely';
import { appendEvent, wordOf } from './events.ts';
import { lastEvent } from './last-event.ts';
import { wasMoved } from './moved.ts';
import { RESUMED, STOPPED } from './owners-word.ts';
import type { EventRow, LedgerSchema } from './schema.ts';
import type { Suspension } from './suspensions.ts';

type Db = Kysely<LedgerSchema>;

/** Ends all spending of the ledger until `resume`. There is no table of it: the last event says whether it stands. */
export async function stop(trx: Db, key: string, by: string, nowMs: number): Promise<Suspension> {
  const standing = await readStop(trx, key);
  if (standing !== null) return standing;
  await appendEvent(trx, { atMs: nowMs, action: STOPPED, detail: { by } });
  return stopped(nowMs, by);
}

/** Returns what was lifted; null where nothing was stopped. */
export async function resume(
  trx: Db,
  key: string,
  by: string | null,
  nowMs: number,
): Promise<Suspension | null> {
  const standing = await readStop(trx, key);
  if (standing !== null) await appendEvent(trx, { atMs: nowMs, action: RESUMED, detail: { by } });
  return standing;
}

/**
 * The same by a press of a button, where nobody is told what it would mean for a ledger that has gone on in another place.
 * @throws {KamikitError} `config_invalid` for such a one.
 */
export async function liftStop(trx: Db, key: string, by: string, nowMs: number): Promise<Suspension | null> {
  const standing = await readStop(trx, key);
  if (standing !== null && wasMoved(standing)) throw goneOnElsewhere(standing);
  return resume(trx, key, by, nowMs);
}

export async function readStop(db: Db, key: string, last?: EventRow | null): Promise<Suspension | null> {
  const standing = (await wordOf(db, last === undefined ? await lastEvent(db) : last, key)).stop;
  return standing && stopped(standing.at_ms, standing.by);
}

/** @param last the last event, where it was read already. @throws {KamikitError} `suspended`. */
export async function assertNotStopped(db: Db, key: string, last?: EventRow | null): Promise<void> {
  const standing = await readStop(db, key, last);
  if (standing !== null) throw stoppedError(standing);
}

function stoppedError({ since, by }: Suspension): KamikitError {
  return new KamikitError(
    `The owner stopped all spending of this ledger at ${since} (${by}). Nothing was sent.`,
    {
      ...{ code: 'suspended', outcome: 'not_committed', neverSent: true },
      hint: 'Only the owner can resume. The same idempotency key may be used then.',
    },
  );
}

function goneOnElsewhere({ by }: Suspension): KamikitError {
  return new KamikitError(`This ledger was ${by}, and goes on there: nothing was resumed.`, {
    ...{ code: 'config_invalid', outcome: 'not_committed', neverSent: true },
    hint: 'Use the ledger in that place. Only where that one is given up for good, kamikit resume lets this one spend again.',
  });
}

function stopped(sinceMs: number, by: string): Suspension {
  return { account: null, entry_id: null, since: formatShanghaiTime(sinceMs), by };
}
