import { type Kysely, type SqlBool, sql } from 'kysely';
import { toEntry } from './entry-row.ts';
import { idRange } from './id-range.ts';
import type { EntryRow, LedgerSchema, SearchWordsRow } from './schema.ts';
import { type Asked, type Places, statement } from './statement.ts';

type Db = Kysely<LedgerSchema>;

// Less than that stands in any text by chance.
const SHORTEST_SECRET = 4;

const insertWords = statement((db, row: Places<SearchWordsRow>) =>
  db
    .insertInto('search_words')
    .values(row)
    .onConflict((conflict) => conflict.column('entry_id').doUpdateSet({ words: row.words })),
);

/**
 * To write down what an entry is found by: its key and reference, what was bought, and what was asked for. A card and what was
 * filled in are left out, wherever they stand: a search takes any part of a word, so they could be found out letter by letter.
 */
export function wordsOf(row: EntryRow): Asked<unknown> {
  const { id, idempotency_key, reference, goods, request } = toEntry(row);
  const { code, fields, ...asked } = request;
  const secrets = leavesOf([code, fields])
    .filter(({ length }) => length >= SHORTEST_SECRET)
    .map((secret) => secret.toLowerCase());
  const said = [
    secrets.reduce((key, secret) => key.replaceAll(secret, ' '), idempotency_key.toLowerCase()),
    // What is done to a card has that card for its reference.
    code === undefined ? reference : null,
    ...[goods?.name, goods?.specification, ...leavesOf(asked)],
  ];
  // What there is not is joined as nothing.
  const words = said.join('\n').toLowerCase();
  return insertWords({ entry_id: id, kind: row.kind, created_ms: row.created_ms, words });
}

function leavesOf(value: unknown): string[] {
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(leavesOf);
  return typeof value === 'string' || typeof value === 'number' ? [String(value)] : [];
}

// As many characters of an id as tables show. By fewer, words that look like its digits would find strangers.
const SHORT_ID = 8;

/**
 * The entries whose id begins like this, and those in which each word of the search stands somewhere, in whatever case. No
 * index serves a part of a word, so all of these rows are looked at; they are narrow, and stand in a table of their own for that.
 * @param search without blanks at its ends, and not empty.
 */
export function foundBy(db: Db, search: string) {
  const words = search.toLowerCase().split(/\s+/);
  const patterns = words.map((word) => `%${word.replace(/[\\%_]/g, '\\$&')}%`);
  const ids = search.length < SHORT_ID ? null : idRange(search);
  return db
    .selectFrom('search_words')
    .where(({ and, eb, or, ref }) =>
      or([
        and(patterns.map((pattern) => sql<SqlBool>`${ref('words')} like ${pattern} escape '\\'`)),
        ...(ids === null ? [] : [and([eb('entry_id', '>=', ids.first), eb('entry_id', '<', ids.beyond)])]),
      ]),
    );
}
