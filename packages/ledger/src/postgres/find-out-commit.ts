import { setTimeout as delay } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';
import { UnansweredCommit } from '../database.ts';
import type { EventRow, LedgerSchema } from '../schema.ts';
import type { Address } from './address.ts';
import { isLocked, isPassing } from './failure.ts';

/**
 * Whether a transaction happened whose commit was not answered: its last event is there, or is not. Asked once its lock is
 * free, so that it is over. (The server's own `pg_xact_status` could tell of another one: a server that crashed gives the
 * numbers of transactions that it lost to new ones.) What appends no event changes nothing that must not be done twice.
 * @throws {UnansweredCommit} when nobody can tell within that time.
 */
export async function isCommitted(
  db: Kysely<LedgerSchema>,
  address: Pick<Address, 'lockKey'>,
  last: EventRow | null,
  { pid }: UnansweredCommit,
  patienceMs: number,
): Promise<boolean> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    try {
      await endOf(db, address, pid);
      // Begins with the lock.
      return await db.transaction().execute(async (trx) => {
        if (last === null) return false;
        const event = await trx
          .selectFrom('events')
          .select('hash')
          .where('seq', '=', last.seq)
          .executeTakeFirst();
        if (event?.hash !== last.hash) return false;
        await waitForStandby(trx);
        return true;
      });
    } catch (error) {
      if (!(isPassing(error) || isLocked(error) || error instanceof UnansweredCommit)) throw error;
      if (performance.now() >= deadline) throw new UnansweredCommit(pid, error);
    }
    await delay(50 + Math.random() * 50);
  }
}

/**
 * Has this transaction write something, so that its commit waits until a synchronous standby has all that was written before:
 * a session that is ended while it waits for the standby leaves its own commit on this server alone.
 */
async function waitForStandby(trx: Kysely<LedgerSchema>): Promise<void> {
  await sql`select pg_logical_emit_message(true, 'kamikit', '')`.execute(trx);
}

/** A session that was cut off may not know it yet, and would hold its lock until it is found to be idle. */
async function endOf(
  db: Kysely<LedgerSchema>,
  { lockKey }: Pick<Address, 'lockKey'>,
  pid: number,
): Promise<void> {
  await sql`select pg_terminate_backend(pid) from pg_locks
    where pid = ${pid} and locktype = 'advisory' and granted and database = (select oid from pg_database where datname = current_database())
      and (classid::bigint << 32 | objid::bigint) = ${lockKey}::bigint`.execute(db);
}
