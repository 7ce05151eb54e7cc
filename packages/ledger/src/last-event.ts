import type { Kysely } from 'kysely';
import type { EventRow, LedgerSchema } from './schema.ts';
import { ask, type RowsOf, statement, together } from './statement.ts';

type Db = Kysely<LedgerSchema>;

/** Which ledger it is, and how far it has come. */
export interface Standing {
  ledger: string;
  last: EventRow | null;
}

/** Of transactions that nobody writes beside: what was read once stays so until they append another. */
const known = new WeakMap<object, Standing | undefined>();

export const latestEvent = statement((db, _: object) =>
  db.selectFrom('events').selectAll().orderBy('seq', 'desc').limit(1),
);

const identity = statement((db, _: object) => db.selectFrom('identity').select('ledger'));

export async function lastEvent(db: Db): Promise<EventRow | null> {
  if (known.has(db)) return (await standing(db)).last;
  const [last = null] = await ask(db, latestEvent({}));
  return last;
}

export async function standing(db: Db): Promise<Standing> {
  const before = known.get(db);
  if (before !== undefined) return before;
  const now = standingIn(await together(db, ...STANDING));
  if (known.has(db)) known.set(db, now);
  return now;
}

/** What is to be read of it, to be asked together with something else. */
export const STANDING = [latestEvent({}), identity({})] as const;

export function standingIn([[last], [is]]: RowsOf<typeof STANDING>): Standing {
  if (is === undefined) throw new Error('the table identity is empty');
  return { ledger: is.ledger, last: last ?? null };
}

/** Says of a transaction that nobody else writes while it goes on, and what was seen as it began. */
export function isAlone(trx: Db, seen?: Standing): void {
  known.set(trx, seen);
}

/** Says what the transaction has appended. */
export function isLastNow(trx: Db, last: EventRow): void {
  const before = known.get(trx);
  if (before !== undefined) known.set(trx, { ...before, last });
}
