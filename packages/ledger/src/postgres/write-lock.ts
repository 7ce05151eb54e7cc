import { type Kysely, sql } from 'kysely';
import type { LedgerSchema } from '../schema.ts';
import type { Address } from './address.ts';

/**
 * Waits until nobody else writes to this ledger, up to the session's `lock_timeout`; given back with the end of the
 * transaction, however that comes. Every event continues the one before, so there is nothing that two could write at once.
 */
export async function lock(trx: Kysely<LedgerSchema>, { lockKey }: Pick<Address, 'lockKey'>): Promise<void> {
  await sql`select pg_advisory_xact_lock(${lockKey}::bigint)`.execute(trx);
}

/** The same, and what the time is, and by which version's schema the tables are, once it is ours. */
export async function lockAndLook(
  trx: Kysely<LedgerSchema>,
  address: Pick<Address, 'lockKey'>,
): Promise<{ nowMs: number; version: number }> {
  // Two statements, sent at once: what a statement sees is what was committed when it began, before it had waited.
  const [, { rows }] = await Promise.all([
    lock(trx, address),
    sql<{ nowMs: number; version: number }>`
      select (extract(epoch from clock_timestamp()) * 1000)::bigint as "nowMs", version from schema_version`.execute(
      trx,
    ),
  ]);
  const [seen] = rows;
  if (seen === undefined) throw new Error('the table schema_version is empty');
  return seen;
}
