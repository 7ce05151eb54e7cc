import { addMoney, formatShanghaiTime, type Money } from '@kamikit/core';
import { type Kysely, sql } from 'kysely';
import type { RecordedError } from '../entry.ts';
import { toEntry } from '../entry-row.ts';
import type { JobRow, LedgerSchema } from '../schema.ts';
import { ask } from '../statement.ts';
import {
  ITEM_STATES,
  type ItemFilter,
  type ItemQuote,
  type ItemState,
  type Job,
  type JobApproval,
  type JobItem,
  type JobItemPage,
} from './job.ts';
import { jobWithId, spentBy } from './job-rows.ts';

type Db = Kysely<LedgerSchema>;

/** Null for an id that the ledger does not hold. */
export async function readJob(db: Db, id: string): Promise<Job | null> {
  const [row] = await ask(db, jobWithId({ id }));
  return row === undefined ? null : toJob(db, row);
}

/** Keys of two people never meet. */
export function jobByKey(db: Db, key: string, person: string | null): Promise<JobRow | undefined> {
  return db
    .selectFrom('jobs')
    .selectAll()
    .where('idempotency_key', '=', key)
    .where(({ eb }) => (person === null ? eb('person', 'is', null) : eb('person', '=', person)))
    .executeTakeFirst();
}

/** By its key; null where there is none. */
export async function findJob(db: Db, key: string, person: string | null): Promise<Job | null> {
  const row = await jobByKey(db, key, person);
  return row === undefined ? null : toJob(db, row);
}

/** The latest first. */
export async function readJobs(db: Db, limit: number): Promise<Job[]> {
  const rows = await db
    .selectFrom('jobs')
    .selectAll()
    .orderBy('created_ms', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return Promise.all(rows.map((row) => toJob(db, row)));
}

/** Those that somebody has to go on with, the oldest first: to buy, or to price. */
export async function openJobs(db: Db): Promise<string[]> {
  const rows = await db
    .selectFrom('jobs')
    .select('id')
    .where(({ eb, or, and }) =>
      or([
        eb('state', '=', 'running'),
        and([eb('state', '=', 'awaiting_approval'), eb('quote_until_ms', 'is', null)]),
      ]),
    )
    .orderBy('created_ms')
    .execute();
  return rows.map(({ id }) => id);
}

export async function toJob(db: Db, row: JobRow): Promise<Job> {
  const { id, kind, idempotency_key, state, items, max_total, concurrency } = row;
  const approval = row.needs_word !== 0 ? await readApproval(db, row) : null;
  return {
    ...{ id, kind, idempotency_key, state, reason: readError(row.reason), items },
    ...{ counts: await countItems(db, id), max_total, spent: await spentBy(db, id), concurrency, approval },
    person: row.person_then === null ? null : JSON.parse(row.person_then),
    created_at: formatShanghaiTime(Number(row.created_ms)),
    updated_at: formatShanghaiTime(Number(row.updated_ms)),
  };
}

async function readApproval(db: Db, row: JobRow): Promise<JobApproval> {
  const { quote_until_ms, decided_by, decided_ms } = row;
  const time = (ms: number | null) => (ms === null ? null : formatShanghaiTime(Number(ms)));
  const { total, priced } = await quotedTotal(db, row.id);
  return {
    ...{ total: quote_until_ms === null ? null : total, priced, until: time(quote_until_ms) },
    ...{ decided_by, decided_at: time(decided_ms) },
  };
}

/** What all that was priced costs together. */
export async function quotedTotal(db: Db, id: string): Promise<{ total: Money; priced: number }> {
  const quotes = await readQuotes(db, id);
  return { total: addMoney(...quotes.map(({ total }) => total)), priced: quotes.length };
}

export async function readQuotes(db: Db, id: string): Promise<ItemQuote[]> {
  const rows = await db
    .selectFrom('job_items')
    .select('quote')
    .where('job_id', '=', id)
    .where('quote', 'is not', null)
    .orderBy('number')
    .execute();
  return rows.map(({ quote }) => JSON.parse(quote ?? 'null'));
}

function readError(text: string | null): RecordedError | null {
  return text === null ? null : JSON.parse(text);
}

/** An item beside its entry, if it has one: of several attempts, the one that used up the key. */
function itemsOf(db: Db, id: string) {
  return db
    .selectFrom('job_items')
    .leftJoin('entries', (join) =>
      join
        .onRef('entries.job', '=', 'job_items.job_id')
        .onRef('entries.job_item', '=', 'job_items.number')
        .on('entries.never_sent', '=', 0),
    )
    .where('job_items.job_id', '=', id);
}

const STATE = sql<ItemState>`case
  when entries.state in ('completed', 'pending', 'failed', 'refused', 'refunded', 'unknown') then entries.state
  when entries.state is not null then 'under_way'
  when job_items.progress = 'done' and job_items.error is null then 'enough'
  when job_items.progress = 'done' then 'refused'
  when job_items.progress = 'claimed' then 'under_way'
  else 'waiting' end`;

export async function countItems(db: Db, id: string): Promise<Record<ItemState, number>> {
  const rows = await itemsOf(db, id)
    .select(({ fn }) => [STATE.as('stands'), fn.countAll<number>().as('count')])
    .groupBy('stands')
    .execute();
  const counts = Object.fromEntries(ITEM_STATES.map((state) => [state, 0])) as Record<ItemState, number>;
  for (const { stands, count } of rows) counts[stands] = Number(count);
  return counts;
}

export async function readItems(
  db: Db,
  id: string,
  { page, perPage, states, after = 0 }: ItemFilter & { page: number; perPage: number },
): Promise<JobItemPage> {
  let matching = itemsOf(db, id).where('job_items.number', '>', after);
  if (states !== undefined) matching = matching.where(STATE, 'in', states);
  const { total } = await matching
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  const rows = await matching
    .select([
      'job_items.number',
      'job_items.request',
      'job_items.quote',
      'job_items.error',
      'entries.id',
      STATE.as('state'),
    ])
    .orderBy('job_items.number')
    .limit(perPage)
    .offset((page - 1) * perPage)
    .execute();
  const ids = rows.flatMap(({ id: entryId }) => (entryId === null ? [] : [entryId]));
  const entries =
    ids.length === 0 ? [] : await db.selectFrom('entries').selectAll().where('id', 'in', ids).execute();
  const byId = new Map(entries.map((row) => [row.id, toEntry(row)]));
  const items = rows.map(
    ({ number, request, quote, error, id: entryId, state }): JobItem => ({
      ...{ number, state, request: JSON.parse(request), quote: JSON.parse(quote ?? 'null') },
      ...{ entry: (entryId !== null && byId.get(entryId)) || null, error: readError(error) },
    }),
  );
  return { items, total: Number(total), page, per_page: perPage };
}
