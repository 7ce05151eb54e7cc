import { type Kysely, sql } from 'kysely';
import { accountOf, toEntry } from '../entry-row.ts';
import type { LedgerSchema } from '../schema.ts';
import { wordsOf } from '../search.ts';
import { ask } from '../statement.ts';

export async function addOverview(db: Kysely<LedgerSchema>): Promise<void> {
  for (const column of ['used', 'account', 'good'])
    await db.schema.alterTable('entries').addColumn(column, 'text').execute();
  for (const column of ['unused', 'quantity'])
    await db.schema.alterTable('entries').addColumn(column, 'integer').execute();
  // All that budgets and sums read, so that neither looks at the entries themselves.
  await db.schema.dropIndex('entries_day').execute();
  await db.schema
    .createIndex('entries_day')
    .on('entries')
    .columns([
      ...[
        'day',
        'state',
        'refund_shown',
        'amount',
        'charged',
        'cards',
        'kind',
        'account',
        'good',
        'quantity',
      ],
    ])
    .execute();
  // In the order in which they are listed: none is sorted for the first page.
  await db.schema.dropIndex('entries_state').execute();
  for (const column of ['state', 'kind']) {
    await db.schema
      .createIndex(`entries_${column}`)
      .on('entries')
      .columns([column, 'created_ms', 'id'])
      .execute();
  }
  await db.schema
    .createIndex('entries_good')
    .on('entries')
    .columns(['kind', 'account', 'good', 'created_ms'])
    .execute();
  await db.schema
    .createIndex('entries_unused')
    .on('entries')
    .columns(['created_ms', 'id'])
    .where(sql.ref('unused'), '>', 0)
    .execute();
  await db.schema
    .createTable('search_words')
    .addColumn('entry_id', 'text', (column) => column.primaryKey())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('created_ms', 'bigint', (column) => column.notNull())
    .addColumn('words', 'text', (column) => column.notNull())
    .execute();
  for (const row of await db.selectFrom('entries').selectAll().execute()) {
    const { evidence, goods } = toEntry(row);
    const derived = { account: accountOf(evidence), quantity: goods?.quantity ?? null };
    await db.updateTable('entries').set(derived).where('id', '=', row.id).execute();
    await ask(db, wordsOf(row));
  }
}

/** Entries were found by their cards, too, and by what was filled in. */
export async function dropSecretWords(db: Kysely<LedgerSchema>): Promise<void> {
  const rows = await db
    .selectFrom('entries')
    .selectAll()
    .where(({ eb, or }) => or([eb('request', 'like', '%"code":%'), eb('request', 'like', '%"fields":%')]))
    .execute();
  for (const row of rows) await ask(db, wordsOf(row));
}

/** In the order in which they are listed: a page is read no further than it goes. */
export async function addOrderOfWords(db: Kysely<LedgerSchema>): Promise<void> {
  await db.schema
    .createIndex('search_words_created')
    .ifNotExists()
    .on('search_words')
    .columns(['created_ms', 'entry_id'])
    .execute();
}
