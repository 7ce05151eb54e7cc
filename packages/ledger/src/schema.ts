import { randomBytes } from 'node:crypto';
import type { Money } from '@kamikit/core';
import { type Kysely, type Selectable, sql } from 'kysely';
import type { EntryState } from './entry.ts';
import { accountOf, toEntry } from './entry-row.ts';
import { appendEvent, contentOf } from './events.ts';
import type { JobState } from './jobs/job.ts';
import { keyDetail } from './key-detail.ts';
import { wordsOf } from './search.ts';
import { ask } from './statement.ts';

/** One row per attempt. Objects are JSON text, times epoch milliseconds, booleans 0 or 1. */
interface EntriesTable {
  id: string;
  kind: string;
  idempotency_key: string;
  /** Of the request, to tell a retry from another wish under the same key. */
  fingerprint: string;
  state: EntryState;
  never_sent: number;
  request: string;
  /** What counts against the budgets. */
  amount: Money | null;
  agreed: Money | null;
  charged: Money | null;
  overcharged: number;
  refund_shown: number;
  /** How many cards it issues or recharges. */
  cards: number;
  /** Fingerprint of what makes it the same wish as another. */
  likeness: string | null;
  /** What is bought, as it was quoted. */
  goods: string | null;
  reference: string | null;
  result: string | null;
  evidence: string;
  error: string | null;
  advice: string | null;
  /** The Asia/Shanghai day whose budget it counts against. */
  day: string;
  owner_host: string;
  owner_pid: number;
  owner_token: string;
  lease_until_ms: number;
  created_ms: number;
  sent_ms: number | null;
  updated_ms: number;
  /** When whoever runs should look at the upstream again; null for what is settled. */
  look_ms: number | null;
  /** What the owner is asked about, and until when that stands. */
  quote: string | null;
  quote_until_ms: number | null;
  /** Who approved or declined it, and when. */
  decided_by: string | null;
  decided_ms: number | null;
  /** The mandate that it goes by. */
  mandate: string | null;
  /** Which of the delivered cards are marked as used, as a JSON array of their numbers; null for none. */
  used: string | null;
  /** How many of them are not; null where nothing was delivered. */
  unused: number | null;
  /** What lists and sums go by, taken from the other columns: whose money it is, and what is bought, how often. */
  account: string | null;
  good: string | null;
  quantity: number | null;
  /** The job that it is an item of, and which one. */
  job: string | null;
  job_item: number | null;
  /** Who wished for it, over the network; null: whoever uses this machine. */
  person: string | null;
}

/** What an entry is found by: one row per entry, and no part of what it says. */
interface SearchWordsTable {
  entry_id: string;
  kind: string;
  created_ms: number;
  words: string;
}

/** One row per time that spending with an account was stopped. */
interface SuspensionsTable {
  id: string;
  account: string;
  /** The entry that gave the reason. */
  entry_id: string;
  since_ms: number;
  lifted_ms: number | null;
}

/** One row per job. */
interface JobsTable {
  id: string;
  kind: string;
  idempotency_key: string;
  /** Of the items and terms, to tell a retry from another job under the same key. */
  fingerprint: string;
  state: JobState;
  /** Why it stopped. */
  reason: string | null;
  items: number;
  max_total: Money;
  concurrency: number;
  /** How many items came to nothing, one after the other. */
  failures: number;
  /** The upstream wants no request before. */
  not_before_ms: number;
  /** Whether its owner has to allow it: 0, 1 as a whole or by mandates, 2 by mandates alone. */
  needs_word: number;
  /** Until when what its items were quoted at stands; null until all of them are. */
  quote_until_ms: number | null;
  /** Who approved it, and when. */
  decided_by: string | null;
  decided_ms: number | null;
  created_ms: number;
  updated_ms: number;
  /** Who started it, over the network, and as they were then, as JSON; null: whoever uses this machine. */
  person: string | null;
  person_then: string | null;
}

/** One row per item of a job. What became of it, its entry tells. */
interface JobItemsTable {
  job_id: string;
  number: number;
  request: string;
  /** What the owner is asked about: its price, and its name in the shop's words, as JSON. */
  quote: string | null;
  progress: 'waiting' | 'claimed' | 'done';
  /** Why it was refused before there was an entry. */
  error: string | null;
  attempts: number;
  owner_host: string;
  owner_pid: number;
  owner_token: string;
  /** While it is claimed, how long its owner may hold it; while it waits, when it may be begun with. */
  lease_until_ms: number;
  /** HMAC-SHA-256 over the request and the quote. */
  seal: string;
}

/** What happened, in order and without gaps; never changed. */
interface EventsTable {
  seq: number;
  at_ms: number;
  who: string;
  /** Null for what is no entry's. */
  entry_id: string | null;
  action: string;
  from_state: string | null;
  to_state: string | null;
  /** A digest of all that the entry said afterwards. */
  content: string | null;
  detail: string | null;
  /** What the last day with a change counts against its budgets, as JSON; null in events of versions that did not keep it. */
  counted: string | null;
  /** The hash of the event before; empty for the first. */
  prev: string;
  /** HMAC-SHA-256 over the other columns. */
  hash: string;
}

/** One row: which ledger this is, whatever its path. */
interface IdentityTable {
  ledger: string;
}

/** One row per account. */
interface TurnsTable {
  account: string;
  paid_off_ms: number;
}

export interface LedgerSchema {
  entries: EntriesTable;
  search_words: SearchWordsTable;
  suspensions: SuspensionsTable;
  jobs: JobsTable;
  job_items: JobItemsTable;
  turns: TurnsTable;
  events: EventsTable;
  identity: IdentityTable;
}

export type EntryRow = Selectable<EntriesTable>;
export type EventRow = Selectable<EventsTable>;
export type SearchWordsRow = Selectable<SearchWordsTable>;
export type SuspensionRow = Selectable<SuspensionsTable>;
export type JobRow = Selectable<JobsTable>;
export type JobItemRow = Selectable<JobItemsTable>;

async function createEntries(db: Kysely<LedgerSchema>): Promise<void> {
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

async function addLooks(db: Kysely<LedgerSchema>): Promise<void> {
  await db.schema.alterTable('entries').addColumn('look_ms', 'bigint').execute();
  await db
    .updateTable('entries')
    .set(({ ref }) => ({ look_ms: ref('updated_ms') }))
    .where('state', 'in', ['unknown', 'pending'])
    .execute();
  await db.schema.createIndex('entries_look').on('entries').columns(['look_ms']).execute();
}

/** What was charged beside what was agreed; earlier entries know one amount only. */
async function addCharges(db: Kysely<LedgerSchema>): Promise<void> {
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

async function addEvents(db: Kysely<LedgerSchema>): Promise<void> {
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

async function addGoods(db: Kysely<LedgerSchema>): Promise<void> {
  await db.schema.alterTable('entries').addColumn('goods', 'text').execute();
}

async function addOverview(db: Kysely<LedgerSchema>): Promise<void> {
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

/** What shows that an entry was deleted, or made to count less: its key, and the sum of its day, in the events. */
async function addKeysAndSums(db: Kysely<LedgerSchema>): Promise<void> {
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

/** Entries were found by their cards, too, and by what was filled in. */
async function dropSecretWords(db: Kysely<LedgerSchema>): Promise<void> {
  const rows = await db
    .selectFrom('entries')
    .selectAll()
    .where(({ eb, or }) => or([eb('request', 'like', '%"code":%'), eb('request', 'like', '%"fields":%')]))
    .execute();
  for (const row of rows) await ask(db, wordsOf(row));
}

/** In the order in which they are listed: a page is read no further than it goes. */
async function addOrderOfWords(db: Kysely<LedgerSchema>): Promise<void> {
  await db.schema
    .createIndex('search_words_created')
    .ifNotExists()
    .on('search_words')
    .columns(['created_ms', 'entry_id'])
    .execute();
}

async function addApprovals(db: Kysely<LedgerSchema>): Promise<void> {
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

/** Both together, as pages filter by them: otherwise every row of one of them is looked up to count those of the other. */
async function addIndexOfKindAndState(db: Kysely<LedgerSchema>): Promise<void> {
  await db.schema
    .createIndex('entries_kind_state')
    .ifNotExists()
    .on('entries')
    .columns(['kind', 'state', 'created_ms', 'id'])
    .execute();
}

async function addJobs(db: Kysely<LedgerSchema>): Promise<void> {
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

async function addPeople(db: Kysely<LedgerSchema>): Promise<void> {
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

/** Reconciling looks at what happened since an entry was prepared, and not at all the years before. */
async function addIndexOfChanges(db: Kysely<LedgerSchema>): Promise<void> {
  await db.schema.createIndex('entries_changed').on('entries').columns(['updated_ms', 'id']).execute();
}

/** When all requests to an account that were asked for are paid off. */
async function addTurns(db: Kysely<LedgerSchema>): Promise<void> {
  await db.schema
    .createTable('turns')
    .addColumn('account', 'text', (column) => column.primaryKey())
    .addColumn('paid_off_ms', 'bigint', (column) => column.notNull())
    .execute();
}

/** In order, never edited once released: a file's schema version is how many of them it has seen. */
export const migrations: ReadonlyArray<(db: Kysely<LedgerSchema>) => Promise<void>> = [
  createEntries,
  addLooks,
  addCharges,
  addEvents,
  addGoods,
  addOverview,
  addKeysAndSums,
  dropSecretWords,
  addOrderOfWords,
  addApprovals,
  addIndexOfKindAndState,
  addJobs,
  addPeople,
  addIndexOfChanges,
  addTurns,
];
