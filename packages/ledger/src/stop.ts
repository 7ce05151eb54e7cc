import { formatShanghaiTime, KamikitError } from '@kamikit/core';
import type { Kysely } from 'kysely';
import { appendEvent, isSigned } from './events.ts';
import type { EventRow, LedgerSchema } from './schema.ts';
import type { Suspension } from './suspensions.ts';

type Db = Kysely<LedgerSchema>;

const STOPPED = 'spending stopped';
const RESUMED = 'spending resumed';

/**
 * Ends all spending of the ledger until `resume`. There is no table of it: the events themselves say whether it stands,
 * so that only a signed one lifts it.
 */
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
  if (standing !== null)
    await appendEvent(trx, { atMs: nowMs, action: RESUMED, ...(by !== null && { detail: { by } }) });
  return standing;
}

export async function readStop(db: Db, key: string): Promise<Suspension | null> {
  const last = await lastOf(db, STOPPED);
  if (last === undefined) return null;
  const later = await lastOf(db, RESUMED);
  if (later !== undefined && later.seq > last.seq && isSigned(later, key)) return null;
  return stopped(last.at_ms, byWhom(last));
}

/** @throws {KamikitError} `suspended`. */
export async function assertNotStopped(db: Db, key: string): Promise<void> {
  const standing = await readStop(db, key);
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

function lastOf(db: Db, action: string): Promise<EventRow | undefined> {
  return db
    .selectFrom('events')
    .selectAll()
    .where('entry_id', 'is', null)
    .where('action', '=', action)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
}

function stopped(sinceMs: number, by: string): Suspension {
  return { account: null, entry_id: null, since: formatShanghaiTime(sinceMs), by };
}

/** An event that somebody altered stops all the same. */
function byWhom({ detail, who }: EventRow): string {
  try {
    const { by } = JSON.parse(detail ?? '');
    return typeof by === 'string' ? by : who;
  } catch {
    return who;
  }
}
