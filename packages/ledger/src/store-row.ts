import type { Kysely } from 'kysely';
import { rowById } from './row-by-id.ts';
import type { EntryRow, LedgerSchema } from './schema.ts';
import { type Asked, type Places, statement, written } from './statement.ts';

type Db = Kysely<LedgerSchema>;

export const insertRow = statement((db, row: Places<EntryRow>) =>
  db.insertInto('entries').values(row).returning('id'),
);

const updateRow = statement(
  (db, { of, was, ...columns }: Places<Partial<EntryRow> & { of: string; was: EntryRow['state'] }>) =>
    db.updateTable('entries').set(columns).where('id', '=', of).where('state', '=', was).returning('id'),
);

/** Changes a row that is in this state. */
export function changeRow({ id, state }: EntryRow, columns: Partial<EntryRow>): Asked<{ id: string }> {
  return updateRow({ ...columns, of: id, was: state });
}

/**
 * Writes a row, and what goes with it, in one go; returns it as it is stored. Events vouch for that, and not for what was said:
 * of some characters a database makes others.
 */
export async function storeRow(
  trx: Db,
  write: Asked<{ id: string }>,
  row: EntryRow,
  goingWith: (stored: EntryRow) => Promise<ReadonlyArray<Asked<unknown> | null>>,
): Promise<EntryRow> {
  if (isKeptAsItIs(row)) {
    await written(trx, write, ...(await goingWith(row)));
    return row;
  }
  await written(trx, write);
  const kept = (await rowById(trx, row.id)) ?? row;
  await written(trx, ...(await goingWith(kept)));
  return kept;
}

// PostgreSQL's text has no U+0000, and UTF-8 no half of a surrogate pair.
function isKeptAsItIs(row: EntryRow): boolean {
  return Object.values(row).every(
    (value) => typeof value !== 'string' || (value.isWellFormed() && !value.includes('\0')),
  );
}
