import type { Kysely } from 'kysely';
import type { EventRow, LedgerSchema } from './schema.ts';

type Db = Kysely<LedgerSchema>;

/** Of transactions that nobody writes beside: what was read once stays so until they append another. */
const known = new WeakMap<object, Promise<EventRow | null> | undefined>();

export async function lastEvent(db: Db): Promise<EventRow | null> {
  if (!known.has(db)) return read(db);
  const last = known.get(db) ?? read(db);
  known.set(db, last);
  return last;
}

async function read(db: Db): Promise<EventRow | null> {
  const last = await db.selectFrom('events').selectAll().orderBy('seq', 'desc').limit(1).executeTakeFirst();
  return last ?? null;
}

/** Says of a transaction that nobody else writes while it goes on. */
export function isAlone(trx: Db): void {
  known.set(trx, undefined);
}

/** Says what the transaction has appended. */
export function isLastNow(trx: Db, event: EventRow): void {
  known.set(trx, Promise.resolve(event));
}
