import { Kysely, sql } from 'kysely';
import { describe, expect, it, onTestFinished } from 'vitest';
import { scratchFolder } from '../testing/scratch.ts';
import { isPostgres, placeAt } from '../testing/store.ts';
import { readAddress } from './address.ts';
import { openPool } from './pool.ts';
import { postgresDialect } from './postgres-dialect.ts';

describe.skipIf(!isPostgres)('a transaction', () => {
  async function opened() {
    const { databaseUrl = '' } = await placeAt(scratchFolder());
    const pool = openPool(readAddress(databaseUrl), { busyTimeoutMs: 1000 });
    const db = new Kysely<{ pg_class: { relname: string } }>({
      dialect: postgresDialect(pool, { opening: {} }),
    });
    onTestFinished(() => db.destroy());
    return db;
  }

  it('in which something failed is not taken for committed, though nobody minded the failure', async () => {
    const db = await opened();
    const minded = db.transaction().execute(async (trx) => {
      await sql`select 1 / 0`.execute(trx).catch(() => {});
    });
    await expect(minded).rejects.toThrow('was rolled back');
  });

  it('reads whole answers: nothing is streamed', async () => {
    const rows = (await opened()).selectFrom('pg_class').selectAll().stream();
    await expect(Array.fromAsync(rows)).rejects.toThrow('the ledger reads in batches');
  });
});
