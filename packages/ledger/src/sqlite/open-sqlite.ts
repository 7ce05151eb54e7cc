import type { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import type { Outcome } from '@kamikit/core';
import { CompiledQuery, Kysely, sql } from 'kysely';
import type { Attendance, Attendant, LedgerDatabase } from '../database.ts';
import { migrations } from '../migrations/in-order.ts';
import type { LedgerSchema } from '../schema.ts';
import { assertKnown, pendingMigrations } from '../schema-version.ts';
import { openNodeSqlite } from './node-sqlite.ts';
import { nodeSqliteDialect } from './node-sqlite-dialect.ts';
import { keepPrivate } from './private-file.ts';
import { assertNoLogAlone, rememberFile } from './same-file.ts';
import { isBusy, storageError } from './storage-error.ts';

/**
 * Opens the file, creating it with mode 0600 if it is missing, and brings it to this version's schema.
 * @throws {KamikitError} `config_invalid` when it cannot be opened or written, is damaged, or is from a newer version.
 */
export async function openSqlite(
  path: string,
  busyTimeoutMs: number,
  attendant: Attendant,
): Promise<LedgerDatabase> {
  // Waits between tries instead of inside SQLite, which would stop the whole process, its own other ledgers included.
  async function whenFree<T>(work: () => Promise<T>, outcome: Outcome): Promise<T> {
    const deadline = performance.now() + busyTimeoutMs;
    for (;;) {
      try {
        return await work();
      } catch (error) {
        if (!isBusy(error) || performance.now() >= deadline) throw storageError(path, error, outcome);
      }
      await delay(1 + Math.random() * 9);
    }
  }

  const { db, assertSameFile, unsynced } = await whenFree(async () => connect(path), 'not_committed');
  try {
    await whenFree(() => migrate(db, path, attendant), 'not_committed');
  } catch (error) {
    await db.destroy();
    throw error;
  }
  return {
    now: () => Date.now(),
    read: (query) => whenFree(() => query(db), 'not_committed'),
    snapshot: (query) => whenFree(() => readAsOne(db, query), 'not_committed'),
    assertVersion: () =>
      whenFree(async () => assertKnown(await schemaVersion(db), path, 'not_committed'), 'not_committed'),
    async write(work, outcome, { mayBeForgotten = false } = {}) {
      let attendance: Attendance | undefined;
      const result = await whenFree(() => {
        assertSameFile(outcome);
        const transact = (on: Kysely<LedgerSchema>) =>
          on.transaction().execute(async (trx) => {
            // Another process may have upgraded the file meanwhile: what this version would write is no longer right.
            assertKnown(await schemaVersion(trx), path, outcome);
            attendance = attendant.begun(trx);
            return work(trx);
          });
        return mayBeForgotten ? unsynced(transact) : transact(db);
      }, outcome);
      await attendance?.durable(db);
      // It may have been moved away between the first look and the commit, which then nobody finds at the path.
      assertSameFile(outcome);
      return result;
    },
    close: () => db.destroy(),
  };
}

function connect(path: string) {
  assertNoLogAlone(path);
  keepPrivate(path);
  // Before SQLite opens it: a file that is replaced in between is then taken for moved, not for the one that is open.
  const assertSameFile = rememberFile(path);
  const db = openNodeSqlite(path);
  try {
    // full: a commit is on the disk when it returns, or a power cut could forget that something was sent.
    db.exec('pragma journal_mode = wal; pragma synchronous = full');
    const kysely = kyselyOn(db);
    return { db: kysely, assertSameFile, unsynced: unsyncedOn(db, kysely) };
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Runs work whose commits do not wait for the disk; the order of what is written stays what it was. */
function unsyncedOn(db: DatabaseSync, kysely: Kysely<LedgerSchema>) {
  return <T>(work: (on: Kysely<LedgerSchema>) => Promise<T>): Promise<T> =>
    kysely.connection().execute(async (connection) => {
      // SQLite obeys this pragma as it compiles it: prepared once, it would do nothing the second time.
      db.exec('pragma synchronous = normal');
      try {
        return await work(connection);
      } finally {
        db.exec('pragma synchronous = full');
      }
    });
}

/** Reads it all as it stands at one moment. */
export function readAsOne<T>(
  db: Kysely<LedgerSchema>,
  query: (db: Kysely<LedgerSchema>) => Promise<T>,
): Promise<T> {
  return db.connection().execute(async (connection) => {
    await sql`begin`.execute(connection);
    try {
      return await query(connection);
    } finally {
      await sql`rollback`.execute(connection);
    }
  });
}

export function kyselyOn(db: DatabaseSync): Kysely<LedgerSchema> {
  return new Kysely<LedgerSchema>({ dialect: nodeSqliteDialect(db) });
}

async function migrate(db: Kysely<LedgerSchema>, path: string, attendant: Attendant): Promise<void> {
  const pending = async (on: Kysely<LedgerSchema>) => pendingMigrations(await schemaVersion(on), path);
  if ((await pending(db)).length === 0) return;
  const attendance = await db.transaction().execute(async (trx) => {
    const begun = attendant.begun(trx);
    // Asked again inside: of several processes starting at once, one migrates and the others find it done.
    for (const migration of await pending(trx)) await migration(trx);
    await sql`pragma user_version = ${sql.lit(migrations.length)}`.execute(trx);
    return begun;
  });
  await attendance.durable(db);
}

// Asked within every write: built once.
const USER_VERSION: CompiledQuery<{ user_version: number }> = CompiledQuery.raw('pragma user_version');

export async function schemaVersion(db: Kysely<LedgerSchema>): Promise<number> {
  const { rows } = await db.executeQuery(USER_VERSION);
  return rows[0]?.user_version ?? 0;
}
