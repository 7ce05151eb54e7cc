import { type ExpressionBuilder, type Kysely, SqliteAdapter, sql } from 'kysely';
import { type DayRange, timesOf } from './days.ts';
import type { EntryState } from './entry.ts';
import type { EntryRow, LedgerSchema } from './schema.ts';
import { foundBy } from './search.ts';

type Db = Kysely<LedgerSchema>;

export interface ListFilter extends DayRange {
  state?: EntryState | undefined;
  kind?: string | undefined;
  /** The first eight characters of an entry's id, or more; or words, each of which stands somewhere in the key, the reference, the name, the specification or the request, cards and what was filled in aside. */
  search?: string | undefined;
  /** Only entries with delivered cards that are not marked as used. */
  unused?: boolean | undefined;
  /** Only what this person wished for. */
  person?: string | undefined;
}

interface Page {
  rows: EntryRow[];
  /** How many there are on all pages. */
  total: number;
}

/** One page, newest first. @throws {TypeError} for what is no day. */
export function listRows(db: Db, filter: ListFilter, page: number, perPage: number): Promise<Page> {
  const slice = { limit: perPage, offset: (page - 1) * perPage };
  const search = filter.search?.trim() ?? '';
  return search === '' ? newestRows(db, filter, slice) : rowsFoundBy(db, search, filter, slice);
}

interface Slice {
  limit: number;
  offset: number;
}

async function newestRows(db: Db, filter: ListFilter, { limit, offset }: Slice): Promise<Page> {
  const { fromMs, beforeMs } = timesOf(filter);
  let matching = db.selectFrom('entries').where((eb) => asTheyStand(eb, filter));
  if (filter.kind !== undefined) matching = matching.where('kind', '=', filter.kind);
  if (fromMs !== null) matching = matching.where('created_ms', '>=', fromMs);
  if (beforeMs !== null) matching = matching.where('created_ms', '<', beforeMs);
  const isFiltered = Object.values({ ...filter, search: undefined }).some((given) => given !== undefined);
  const { total } = isFiltered
    ? await matching.select(({ fn }) => fn.countAll<number>().as('total')).executeTakeFirstOrThrow()
    : await numberOfAll(db);
  const rows = await matching
    .selectAll()
    .orderBy('created_ms', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .offset(offset)
    .execute();
  return { rows, total: Number(total) };
}

/** None is ever deleted: SQLite, which counts row by row, has their number in the last one's own (sqlite.org/rowidtable.html). */
async function numberOfAll(db: Db): Promise<{ total: number }> {
  const all = db.selectFrom('entries');
  const counted =
    db.getExecutor().adapter instanceof SqliteAdapter
      ? all.select(sql<number | null>`max(rowid)`.as('total'))
      : all.select(({ fn }) => fn.countAll<number>().as('total'));
  return { total: Number((await counted.executeTakeFirstOrThrow()).total) };
}

async function rowsFoundBy(
  db: Db,
  search: string,
  filter: ListFilter,
  { limit, offset }: Slice,
): Promise<Page> {
  const { fromMs, beforeMs } = timesOf(filter);
  let found = foundBy(db, search);
  if (filter.kind !== undefined) found = found.where('search_words.kind', '=', filter.kind);
  if (fromMs !== null) found = found.where('search_words.created_ms', '>=', fromMs);
  if (beforeMs !== null) found = found.where('search_words.created_ms', '<', beforeMs);
  if (filter.state !== undefined || filter.unused || filter.person !== undefined)
    found = found.where(standsAs(filter));
  const { total } = await found
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  if (offset >= Number(total)) return { rows: [], total: Number(total) };
  const ids = found
    .select('entry_id')
    .orderBy('search_words.created_ms', 'desc')
    .orderBy('entry_id', 'desc')
    .limit(limit)
    .offset(offset);
  const rows = await db
    .selectFrom('entries')
    .selectAll()
    .where('id', 'in', ids)
    .orderBy('created_ms', 'desc')
    .orderBy('id', 'desc')
    .execute();
  return { rows, total: Number(total) };
}

/**
 * Looked up by the time, too: in an index of that order one look-up is beside the other. By the id alone each is somewhere
 * else, which takes seven times as long (measured with 100,000 entries).
 */
function standsAs(filter: ListFilter) {
  return ({ exists, selectFrom }: ExpressionBuilder<LedgerSchema, 'search_words'>) =>
    exists(
      selectFrom('entries')
        .select('id')
        .whereRef('entries.created_ms', '=', 'search_words.created_ms')
        .whereRef('entries.id', '=', 'search_words.entry_id')
        .where((eb) => asTheyStand(eb, filter)),
    );
}

/** What only the entry itself tells, some of which changes while it goes its way. */
function asTheyStand(eb: ExpressionBuilder<LedgerSchema, 'entries'>, { state, unused, person }: ListFilter) {
  return eb.and([
    ...(state === undefined ? [] : [eb('state', '=', state)]),
    ...(person === undefined ? [] : [eb('person', '=', person)]),
    // As the index says it, so that SQLite need not look at the rows themselves.
    ...(unused ? [eb('unused', '>', sql.lit(0))] : []),
  ]);
}
