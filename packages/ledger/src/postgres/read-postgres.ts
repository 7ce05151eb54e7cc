import { Kysely } from 'kysely';
import type { LedgerSchema } from '../schema.ts';
import { readAddress } from './address.ts';
import { schemaVersion } from './migrate.ts';
import { openPool, sessionSettings } from './pool.ts';
import { postgresDialect } from './postgres-dialect.ts';
import { storageError } from './storage-error.ts';

// Who looks can look again: nobody is waited for.
const PATIENCE = { busyTimeoutMs: 1000 };

/**
 * Reads a ledger as it stands at one moment, and changes nothing, tables included.
 * @throws {KamikitError} `config_invalid`, naming the database and what to do.
 */
export async function readPostgres<T>(
  databaseUrl: string,
  query: (db: Kysely<LedgerSchema>, place: string, version: number) => Promise<T>,
): Promise<T> {
  const address = readAddress(databaseUrl, sessionSettings(PATIENCE));
  const pool = openPool(address, PATIENCE);
  const db = new Kysely<LedgerSchema>({ dialect: postgresDialect(pool, { opening: {} }) });
  try {
    return await db
      .transaction()
      .setAccessMode('read only')
      .execute(async (trx) => query(trx, address.place, await schemaVersion(trx, address)));
  } catch (error) {
    throw storageError(address.place, error, 'not_committed');
  } finally {
    await db.destroy();
  }
}
