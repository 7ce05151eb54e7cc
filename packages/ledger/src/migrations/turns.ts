import type { Kysely } from 'kysely';
import type { LedgerSchema } from '../schema.ts';

/** When all requests to an account that were asked for are paid off. */
export async function addTurns(db: Kysely<LedgerSchema>): Promise<void> {
  await db.schema
    .createTable('turns')
    .addColumn('account', 'text', (column) => column.primaryKey())
    .addColumn('paid_off_ms', 'bigint', (column) => column.notNull())
    .execute();
}
