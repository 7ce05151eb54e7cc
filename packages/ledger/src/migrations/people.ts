import { type Kysely, sql } from 'kysely';
import type { LedgerSchema } from '../schema.ts';

export async function addPeople(db: Kysely<LedgerSchema>): Promise<void> {
  await db.schema.alterTable('entries').addColumn('person', 'text').execute();
  // Keys of two people never meet. An index takes two empty columns for different ones.
  await db.schema.dropIndex('entries_key').execute();
  await db.schema
    .createIndex('entries_key')
    .unique()
    .on('entries')
    .expression(sql`kind, coalesce(person, ''), idempotency_key`)
    .where(sql.ref('never_sent'), '=', 0)
    .execute();
  await db.schema
    .createIndex('entries_person')
    .on('entries')
    .columns(['person', 'created_ms', 'id'])
    .where(sql.ref('person'), 'is not', null)
    .execute();
  for (const column of ['person', 'person_then'])
    await db.schema.alterTable('jobs').addColumn(column, 'text').execute();
  await db.schema
    .createIndex('jobs_key')
    .unique()
    .on('jobs')
    .expression(sql`coalesce(person, ''), idempotency_key`)
    .execute();
}
