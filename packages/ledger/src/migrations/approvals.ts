import { type Kysely, sql } from 'kysely';
import type { LedgerSchema } from '../schema.ts';

export async function addApprovals(db: Kysely<LedgerSchema>): Promise<void> {
  for (const column of ['quote', 'decided_by', 'mandate'])
    await db.schema.alterTable('entries').addColumn(column, 'text').execute();
  for (const column of ['quote_until_ms', 'decided_ms'])
    await db.schema.alterTable('entries').addColumn(column, 'bigint').execute();
  // Few entries are decided about by a person, or go by a mandate: only these are in here.
  await db.schema
    .createIndex('entries_asked')
    .on('entries')
    .columns(['quote_until_ms'])
    .where(sql.ref('quote_until_ms'), 'is not', null)
    .execute();
  await db.schema
    .createIndex('entries_mandate')
    .on('entries')
    .columns(['mandate', 'day', 'state', 'refund_shown', 'amount'])
    .where(sql.ref('mandate'), 'is not', null)
    .execute();
  await db.schema
    .createIndex('events_entry')
    .on('events')
    .columns(['entry_id', 'seq'])
    .where(sql.ref('entry_id'), 'is not', null)
    .execute();
  await db.schema
    .createIndex('events_notified')
    .on('events')
    .columns(['seq'])
    .where(sql.ref('action'), '=', 'notified')
    .execute();
}
