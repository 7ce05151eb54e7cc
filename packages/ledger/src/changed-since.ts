import type { Kysely } from 'kysely';
import type { EntryRow, LedgerSchema } from './schema.ts';
import { sincePrepared } from './timeline.ts';

type Db = Kysely<LedgerSchema>;

const BATCH = 50;

/**
 * The entries that may have done something since then, or since this entry was prepared: by their own times and, as a clock may
 * have been set back meanwhile, by the order of events. None that was touched is missing; some more may be there.
 */
export async function* changedSince(
  read: <T>(query: (db: Db) => Promise<T>) => Promise<T>,
  entryId: string,
  sinceMs: number,
): AsyncIterableIterator<EntryRow> {
  const { changed } = await read((db) => sincePrepared(db, entryId));
  const left = new Set(changed);
  let last: EntryRow | undefined;
  do {
    const batch = await read((db) => rowsChanged(db, sinceMs, last));
    for (const row of batch) {
      left.delete(row.id);
      if (row.id !== entryId) yield row;
    }
    last = batch.at(-1);
  } while (last);
  const ids = [...left];
  for (let at = 0; at < ids.length; at += BATCH)
    yield* await read((db) =>
      db
        .selectFrom('entries')
        .selectAll()
        .where('id', 'in', ids.slice(at, at + BATCH))
        .execute(),
    );
}

function rowsChanged(db: Db, sinceMs: number, last: EntryRow | undefined): Promise<EntryRow[]> {
  // A time below zero is a hand's; what is no number at all SQLite holds for larger than any.
  let rows = db
    .selectFrom('entries')
    .selectAll()
    .where(({ eb, or }) => or([eb('updated_ms', '>=', sinceMs), eb('updated_ms', '<', 0)]));
  if (last) {
    const { id, updated_ms } = last;
    rows = rows.where(({ eb, or, and }) =>
      or([eb('updated_ms', '>', updated_ms), and([eb('updated_ms', '=', updated_ms), eb('id', '>', id)])]),
    );
  }
  return rows.orderBy('updated_ms').orderBy('id').limit(BATCH).execute();
}
