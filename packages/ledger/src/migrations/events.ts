import { randomBytes } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import { appendEvent, contentOf } from '../events.ts';
import { keyDetail } from '../key-detail.ts';
import type { LedgerSchema } from '../schema.ts';

export async function addEvents(db: Kysely<LedgerSchema>): Promise<void> {
  await db.schema
    .createTable('events')
    .addColumn('seq', 'integer', (column) => column.primaryKey())
    .addColumn('at_ms', 'bigint', (column) => column.notNull())
    .addColumn('who', 'text', (column) => column.notNull())
    .addColumn('entry_id', 'text')
    .addColumn('action', 'text', (column) => column.notNull())
    .addColumn('from_state', 'text')
    .addColumn('to_state', 'text')
    .addColumn('content', 'text')
    .addColumn('detail', 'text')
    .addColumn('prev', 'text', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .execute();
  // Of the few that are no entry's, the last of its kind is looked up.
  await db.schema
    .createIndex('events_of_no_entry')
    .on('events')
    .columns(['action', 'seq'])
    .where(sql.ref('entry_id'), 'is', null)
    .execute();
  await db.schema
    .createTable('identity')
    .addColumn('ledger', 'text', (column) => column.notNull())
    .execute();
  await db
    .insertInto('identity')
    .values({ ledger: randomBytes(16).toString('hex') })
    .execute();
  // What was there before is covered from now on.
  for (const row of await db.selectFrom('entries').selectAll().orderBy('created_ms').orderBy('id').execute())
    await appendEvent(db, {
      ...{ atMs: row.updated_ms, action: 'taken over', entryId: row.id, to: row.state },
      content: contentOf(row),
    });
}

/** What shows that an entry was deleted, or made to count less: its key, and the sum of its day, in the events. */
export async function addKeysAndSums(db: Kysely<LedgerSchema>): Promise<void> {
  await db.schema.alterTable('events').addColumn('counted', 'text').execute();
  // What an entry's event tells is short: its key, or an account.
  await db.schema
    .createIndex('events_detail')
    .on('events')
    .columns(['detail'])
    .where(sql.ref('entry_id'), 'is not', null)
    .where(sql.ref('detail'), 'is not', null)
    .execute();
  const earlier = db.selectFrom('entries').select(['id', 'kind', 'idempotency_key', 'updated_ms']);
  for (const { id, updated_ms, ...key } of await earlier.orderBy('created_ms').orderBy('id').execute())
    await appendEvent(db, { atMs: updated_ms, action: 'key kept', entryId: id, detail: keyDetail(key) });
}
