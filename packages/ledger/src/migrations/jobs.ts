import { type Kysely, sql } from 'kysely';
import type { LedgerSchema } from '../schema.ts';

export async function addJobs(db: Kysely<LedgerSchema>): Promise<void> {
  await db.schema.alterTable('entries').addColumn('job', 'text').execute();
  await db.schema.alterTable('entries').addColumn('job_item', 'integer').execute();
  // All that the sum of a job reads.
  await db.schema
    .createIndex('entries_job')
    .on('entries')
    .columns(['job', 'job_item', 'never_sent', 'state', 'refund_shown', 'amount', 'cards'])
    .where(sql.ref('job'), 'is not', null)
    .execute();
  await db.schema
    .createTable('jobs')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('idempotency_key', 'text', (column) => column.notNull())
    .addColumn('fingerprint', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('reason', 'text')
    .addColumn('items', 'integer', (column) => column.notNull())
    .addColumn('max_total', 'text', (column) => column.notNull())
    .addColumn('concurrency', 'integer', (column) => column.notNull())
    .addColumn('failures', 'integer', (column) => column.notNull())
    .addColumn('not_before_ms', 'bigint', (column) => column.notNull())
    .addColumn('needs_word', 'integer', (column) => column.notNull())
    .addColumn('quote_until_ms', 'bigint')
    .addColumn('decided_by', 'text')
    .addColumn('decided_ms', 'bigint')
    .addColumn('created_ms', 'bigint', (column) => column.notNull())
    .addColumn('updated_ms', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('jobs_created').on('jobs').columns(['created_ms', 'id']).execute();
  await db.schema
    .createTable('job_items')
    .addColumn('job_id', 'text', (column) => column.notNull())
    .addColumn('number', 'integer', (column) => column.notNull())
    .addColumn('request', 'text', (column) => column.notNull())
    .addColumn('quote', 'text')
    .addColumn('progress', 'text', (column) => column.notNull())
    .addColumn('error', 'text')
    .addColumn('attempts', 'integer', (column) => column.notNull())
    .addColumn('owner_host', 'text', (column) => column.notNull())
    .addColumn('owner_pid', 'integer', (column) => column.notNull())
    .addColumn('owner_token', 'text', (column) => column.notNull())
    .addColumn('lease_until_ms', 'bigint', (column) => column.notNull())
    .addColumn('seal', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('job_items_number', ['job_id', 'number'])
    .execute();
  await db.schema
    .createIndex('job_items_progress')
    .on('job_items')
    .columns(['job_id', 'progress', 'lease_until_ms', 'number'])
    .execute();
}
