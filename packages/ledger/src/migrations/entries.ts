import { type Kysely, sql } from 'kysely';
import type { LedgerSchema } from '../schema.ts';

export async function createEntries(db: Kysely<LedgerSchema>): Promise<void> {
  await db.schema
    .createTable('entries')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('idempotency_key', 'text', (column) => column.notNull())
    .addColumn('fingerprint', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('never_sent', 'integer', (column) => column.notNull())
    .addColumn('request', 'text', (column) => column.notNull())
    .addColumn('amount', 'text')
    .addColumn('reference', 'text')
    .addColumn('result', 'text')
    .addColumn('evidence', 'text', (column) => column.notNull())
    .addColumn('error', 'text')
    .addColumn('advice', 'text')
    .addColumn('day', 'text', (column) => column.notNull())
    .addColumn('owner_host', 'text', (column) => column.notNull())
    .addColumn('owner_pid', 'integer', (column) => column.notNull())
    .addColumn('owner_token', 'text', (column) => column.notNull())
    .addColumn('lease_until_ms', 'bigint', (column) => column.notNull())
    .addColumn('created_ms', 'bigint', (column) => column.notNull())
    .addColumn('sent_ms', 'bigint')
    .addColumn('updated_ms', 'bigint', (column) => column.notNull())
    .execute();
  // An attempt that never left gives its key back; every other one keeps it for good.
  await db.schema
    .createIndex('entries_key')
    .unique()
    .on('entries')
    .columns(['kind', 'idempotency_key'])
    .where(sql.ref('never_sent'), '=', 0)
    .execute();
  await db.schema
    .createIndex('entries_attempts')
    .on('entries')
    .columns(['kind', 'idempotency_key', 'created_ms'])
    .execute();
  await db.schema.createIndex('entries_reference').on('entries').columns(['kind', 'reference']).execute();
  await db.schema.createIndex('entries_state').on('entries').columns(['state']).execute();
  await db.schema.createIndex('entries_day').on('entries').columns(['day', 'state', 'amount']).execute();
  await db.schema.createIndex('entries_created').on('entries').columns(['created_ms', 'id']).execute();
}

export async function addLooks(db: Kysely<LedgerSchema>): Promise<void> {
  await db.schema.alterTable('entries').addColumn('look_ms', 'bigint').execute();
  await db
    .updateTable('entries')
    .set(({ ref }) => ({ look_ms: ref('updated_ms') }))
    .where('state', 'in', ['unknown', 'pending'])
    .execute();
  await db.schema.createIndex('entries_look').on('entries').columns(['look_ms']).execute();
}

/** What was charged beside what was agreed; earlier entries know one amount only. */
export async function addCharges(db: Kysely<LedgerSchema>): Promise<void> {
  await db.schema.alterTable('entries').addColumn('agreed', 'text').execute();
  await db.schema.alterTable('entries').addColumn('charged', 'text').execute();
  for (const column of ['overcharged', 'refund_shown', 'cards']) {
    await db.schema
      .alterTable('entries')
      .addColumn(column, 'integer', (added) => added.notNull().defaultTo(0))
      .execute();
  }
  await db.schema.alterTable('entries').addColumn('likeness', 'text').execute();
  await db
    .updateTable('entries')
    .set(({ ref }) => ({ agreed: ref('amount') }))
    .execute();
  await db.schema
    .createIndex('entries_likeness')
    .on('entries')
    .columns(['kind', 'likeness', 'created_ms'])
    .execute();
  await db.schema
    .createTable('suspensions')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('account', 'text', (column) => column.notNull())
    .addColumn('entry_id', 'text', (column) => column.notNull())
    .addColumn('since_ms', 'bigint', (column) => column.notNull())
    .addColumn('lifted_ms', 'bigint')
    .execute();
}

export async function addGoods(db: Kysely<LedgerSchema>): Promise<void> {
  await db.schema.alterTable('entries').addColumn('goods', 'text').execute();
}

/** Both together, as pages filter by them: otherwise every row of one of them is looked up to count those of the other. */
export async function addIndexOfKindAndState(db: Kysely<LedgerSchema>): Promise<void> {
  await db.schema
    .createIndex('entries_kind_state')
    .ifNotExists()
    .on('entries')
    .columns(['kind', 'state', 'created_ms', 'id'])
    .execute();
}

/** Reconciling looks at what happened since an entry was prepared, and not at all the years before. */
export async function addIndexOfChanges(db: Kysely<LedgerSchema>): Promise<void> {
  await db.schema.createIndex('entries_changed').on('entries').columns(['updated_ms', 'id']).execute();
}
