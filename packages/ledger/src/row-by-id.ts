import type { Kysely } from 'kysely';
import type { EntryRow, LedgerSchema } from './schema.ts';
import { ask, type Places, statement } from './statement.ts';

export const withId = statement((db, { id }: Places<{ id: string }>) =>
  db.selectFrom('entries').selectAll().where('id', '=', id),
);

export async function rowById(db: Kysely<LedgerSchema>, id: string): Promise<EntryRow | undefined> {
  return (await ask(db, withId({ id })))[0];
}
