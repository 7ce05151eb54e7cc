import { setTimeout as delay } from 'node:timers/promises';
import type { Outcome } from '@kamikit/core';
import { Kysely, type Transaction } from 'kysely';
import type { Attendance, Attendant, LedgerDatabase } from '../database.ts';
import { UnansweredCommit } from '../database.ts';
import type { LedgerSchema } from '../schema.ts';
import { assertKnown, pendingMigrations } from '../schema-version.ts';
import { readAddress } from './address.ts';
import { isPassing, RolledBack } from './failure.ts';
import { isCommitted } from './find-out-commit.ts';
import { groupCommit } from './group-commit.ts';
import { migrate, schemaVersion } from './migrate.ts';
import { openPool, sessionSettings } from './pool.ts';
import { postgresDialect } from './postgres-dialect.ts';
import { sharedClock } from './shared-clock.ts';
import { storageError } from './storage-error.ts';
import { LOOK, type Looked, lockOf, lookedIn } from './write-lock.ts';

type Db = Kysely<LedgerSchema>;

/** What one transaction came to, and what goes with it; no attendance where it wrote nothing. */
interface Done<T> {
  result: T;
  attendance: Attendance | null;
}

/**
 * Connects, and brings the tables to this version's schema.
 * @throws {KamikitError} `config_invalid` when it cannot be reached, read or written, or is from a newer version.
 */
export async function openPostgres(
  databaseUrl: string,
  busyTimeoutMs: number,
  attendant: Attendant,
): Promise<LedgerDatabase> {
  const patience = { busyTimeoutMs };
  const address = readAddress(databaseUrl, sessionSettings(patience));
  const { place } = address;
  const pool = openPool(address, patience);
  const clock = sharedClock();
  /** As the last write began; nobody else writes between that look and the end of its transaction. */
  let looked: Looked | undefined;
  function opened(rows: readonly unknown[]): void {
    looked = lookedIn(rows);
    clock.set(looked.nowMs);
  }
  const db: Db = new Kysely({
    dialect: postgresDialect(pool, {
      opening: { lock: lockOf(address), look: { text: LOOK, seen: opened } },
    }),
  });

  /** Tries again what provably did not happen, as long as it waits for others who write. */
  async function whenThere<T>(work: () => Promise<T>): Promise<T> {
    const deadline = performance.now() + busyTimeoutMs;
    for (;;) {
      try {
        return await work();
      } catch (error) {
        if (!isPassing(error) || performance.now() >= deadline) throw error;
      }
      await delay(20 + Math.random() * 80);
    }
  }

  /** Says of a failure where it was, and what became of what was to be done. */
  async function told<T>(outcome: Outcome, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw storageError(place, error instanceof RolledBack ? error.cause : error, outcome);
    }
  }

  /** One transaction. Where its commit is not answered, it is found out whether it happened; if not, it is done again. */
  async function commit<T>(on: Db, work: (trx: Transaction<LedgerSchema>) => Promise<Done<T>>): Promise<T> {
    for (;;) {
      let done: Done<T> | undefined;
      try {
        done = await on.transaction().execute(async (trx) => {
          done = await work(trx);
          return done;
        });
      } catch (error) {
        if (!(error instanceof UnansweredCommit) || done === undefined) throw error;
        const last = done.attendance?.last() ?? null;
        if (!(await isCommitted(db, address, last, error, busyTimeoutMs))) continue;
      }
      await done.attendance?.durable(db);
      return done.result;
    }
  }

  async function bringUpToDate(): Promise<void> {
    const opening = { lock: lockOf(address) };
    // Statements that are kept would not fit any more once the tables have changed.
    const unprepared: Db = new Kysely({
      dialect: postgresDialect(pool, { keepsStatements: false, opening }),
    });
    const isDone = pendingMigrations(await schemaVersion(unprepared, address), place).length === 0;
    if (!isDone) {
      await commit(unprepared, async (trx) => ({
        result: null,
        attendance: await migrate(trx, address, () => attendant.begun(trx)),
      }));
    }
    // What time it is.
    await commit(db, async () => ({ result: null, attendance: null }));
  }

  const transact = <T>(work: (trx: Transaction<LedgerSchema>) => Promise<T>) =>
    whenThere(() =>
      commit(db, async (trx) => {
        const attendance = attendant.begun(trx, looked);
        return { result: await work(trx), attendance };
      }),
    );
  const transactTogether = groupCommit(transact);

  try {
    await told('not_committed', () => whenThere(bringUpToDate));
  } catch (error) {
    await db.destroy();
    throw error;
  }
  return {
    now: clock.now,
    read: (query) => told('not_committed', () => whenThere(() => query(db))),
    snapshot: (query) =>
      told('not_committed', () =>
        whenThere(() => db.transaction().setAccessMode('read only').execute(query)),
      ),
    assertVersion: () =>
      told('not_committed', () =>
        whenThere(async () => assertKnown(await schemaVersion(db, address), place, 'not_committed')),
      ),
    write: (work, outcome, { mayShare = false } = {}) =>
      told(outcome, () =>
        (mayShare ? transactTogether : transact)((trx) => {
          // Another machine may have upgraded the tables meanwhile: what this version would write is no longer right.
          if (looked !== undefined) assertKnown(looked.version, place, outcome);
          return work(trx);
        }),
      ),
    close: () => db.destroy(),
  };
}
