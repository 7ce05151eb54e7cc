import { chmodSync, closeSync, existsSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { KamikitError, type Outcome } from '@kamikit/core';
import { Kysely, sql, type Transaction } from 'kysely';
import { type LedgerSchema, migrations } from '../schema.ts';
import { makeFolder } from './make-folder.ts';
import { nodeSqliteDialect, openNodeSqlite } from './node-sqlite-dialect.ts';
import { isBusy, storageError } from './storage-error.ts';

/** Where the entries are stored. Failures become `config_invalid`, naming the file, with the given outcome. */
export interface LedgerDatabase {
  read<T>(query: (db: Kysely<LedgerSchema>) => Promise<T>): Promise<T>;
  /** Runs the work as one transaction that no other process can interrupt; durable once it resolves. */
  write<T>(work: (trx: Transaction<LedgerSchema>) => Promise<T>, outcome: Outcome): Promise<T>;
  close(): Promise<void>;
}

/**
 * Opens the file, creating it with mode 0600 if it is missing, and brings it to this version's schema.
 * @throws {KamikitError} `config_invalid` when it cannot be opened or written, is damaged, or is from a newer version.
 */
export async function openSqlite(path: string, busyTimeoutMs: number): Promise<LedgerDatabase> {
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

  const db = await whenFree(async () => connect(path), 'not_committed');
  try {
    await whenFree(() => migrate(db, path), 'not_committed');
  } catch (error) {
    await db.destroy();
    throw error;
  }
  return {
    read: (query) => whenFree(() => query(db), 'not_committed'),
    write: (work, outcome) => whenFree(() => db.transaction().execute(work), outcome),
    close: () => db.destroy(),
  };
}

function connect(path: string): Kysely<LedgerSchema> {
  keepPrivate(path);
  const db = openNodeSqlite(path);
  try {
    // full: a commit is on the disk when it returns, or a power cut could forget that something was sent.
    db.exec('pragma journal_mode = wal; pragma synchronous = full');
    return new Kysely({ dialect: nodeSqliteDialect(db) });
  } catch (error) {
    db.close();
    throw error;
  }
}

/** SQLite gives -wal and -shm the mode of the file itself (sqlite.org/wal.html), so it has to be right beforehand. */
function keepPrivate(path: string): void {
  makeFolder(dirname(path));
  // An existing file is never opened here: closing it would drop SQLite's locks in this process (sqlite.org/howtocorrupt.html, 2.2).
  if (!existsSync(path)) {
    try {
      closeSync(openSync(path, 'wx', 0o600));
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
  }
  const stat = statSync(path);
  if (stat.isFile() && (stat.mode & 0o077) !== 0) chmodSync(path, 0o600);
}

async function migrate(db: Kysely<LedgerSchema>, path: string): Promise<void> {
  if ((await pendingMigrations(db, path)).length === 0) return;
  await db.transaction().execute(async (trx) => {
    // Asked again inside: of several processes starting at once, one migrates and the others find it done.
    for (const migration of await pendingMigrations(trx, path)) await migration(trx);
    await sql`pragma user_version = ${sql.lit(migrations.length)}`.execute(trx);
  });
}

async function pendingMigrations(db: Kysely<LedgerSchema>, path: string) {
  const { rows } = await sql<{ user_version: number }>`pragma user_version`.execute(db);
  const version = rows[0]?.user_version ?? 0;
  if (version > migrations.length) {
    throw new KamikitError(
      `The ledger ${path} was written by a newer version (schema ${version}; this one knows ${migrations.length}).`,
      {
        code: 'config_invalid',
        outcome: 'not_committed',
        hint: 'Update this program, or keep the ledger in another folder.',
      },
    );
  }
  return migrations.slice(version);
}
