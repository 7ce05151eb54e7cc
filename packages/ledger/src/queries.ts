import { inMarks, KamikitError } from '@kamikit/core';
import type { Expression, ExpressionBuilder, Kysely } from 'kysely';
import type { Settlement } from './entry.ts';
import { accountOf, damagedError, isWhole, toEntry } from './entry-row.ts';
import { changeOf } from './events.ts';
import { idRange } from './id-range.ts';
import { NOTIFIED } from './notifications.ts';
import { unknownAdvice } from './recorded-error.ts';
import { withId } from './row-by-id.ts';
import type { EntryRow, LedgerSchema } from './schema.ts';
import { wordsOf } from './search.ts';
import { type Asked, type Places, statement, together } from './statement.ts';
import { changeRow, storeRow } from './store-row.ts';
import { suspend } from './suspensions.ts';
import { lookAfter, transition } from './transition.ts';

type Db = Kysely<LedgerSchema>;

/** The ids that begin like this, in order. */
export async function idsLike(
  db: Db,
  beginning: string,
  limit: number,
  { person, table = 'entries' }: { person?: string | undefined; table?: 'entries' | 'jobs' } = {},
): Promise<string[]> {
  const range = idRange(beginning);
  if (range === null) return [];
  let alike = db.selectFrom(table).select('id').where('id', '>=', range.first);
  if (person !== undefined) alike = alike.where('person', '=', person);
  const rows = await alike.where('id', '<', range.beyond).orderBy('id').limit(limit).execute();
  return rows.map(({ id }) => id);
}

const attemptsWithKey = statement((db, given: Places<{ kind: string; key: string; person: string }>) =>
  db
    .selectFrom('entries')
    .selectAll()
    .where('kind', '=', given.kind)
    .where('idempotency_key', '=', given.key)
    .where(isOf(given.person))
    .orderBy('never_sent')
    .orderBy('created_ms', 'desc')
    .limit(1),
);

/** The attempt that used up the key; if there is none, the newest that was never sent. */
export function latestByKey(kind: string, key: string, person: string | null): Asked<EntryRow> {
  return attemptsWithKey({ kind, key, person: person ?? NOBODY });
}

/** Whoever uses this machine: nobody's name is empty. */
export const NOBODY = '';

/** Of this person, or of whoever uses this machine. */
export function isOf(person: Expression<string> | string) {
  return ({ eb, fn, val }: ExpressionBuilder<LedgerSchema, 'entries'>) =>
    eb(fn.coalesce('person', val(NOBODY)), '=', person);
}

export function latestByReference(db: Db, kind: string, reference: string): Promise<EntryRow | undefined> {
  return db
    .selectFrom('entries')
    .selectAll()
    .where('kind', '=', kind)
    .where('reference', '=', reference)
    .orderBy('created_ms', 'desc')
    .limit(1)
    .executeTakeFirst();
}

const OPEN = ['unknown', 'pending', 'refunded'] as const;
// These are looked at where their upstream had news of them, and then once.
const OVER = ['failed', 'refused'] as const;

// One that is gone in the middle of a look leaves it to others after so long.
const CLAIM_MS = 60_000;

/**
 * The open entries that are due to be looked at, each claimed for a while, so that of several processes one looks. Damaged ones
 * are put off until their next look, and left out.
 */
export async function claimDueRows(
  db: Db,
  nowMs: number,
  { dueBeforeMs, limit, kinds }: { dueBeforeMs: number; limit: number; kinds: readonly string[] | null },
): Promise<Array<{ row: EntryRow; claimedUntilMs: number }>> {
  const due = await db
    .selectFrom('entries')
    .selectAll()
    .where('look_ms', '<=', dueBeforeMs)
    .$if(kinds !== null, (query) => query.where('kind', 'in', kinds ?? []))
    .where('state', 'in', [...OPEN, ...OVER])
    .orderBy('look_ms')
    .limit(limit)
    .execute();
  const claimed = due.map((row) => {
    const next = lookAfter(row, nowMs);
    return { row, claimedUntilMs: isWhole(row) ? Math.min(next, Math.round(nowMs) + CLAIM_MS) : next };
  });
  for (const { row, claimedUntilMs: look_ms } of claimed) await setLook(db, row.id, look_ms).execute();
  return claimed.filter(({ row }) => isWhole(row));
}

/** Not where something became of it meanwhile, or somebody wants it looked at sooner. */
export async function putOffLook(
  db: Db,
  { id, claimedUntilMs, isTold }: { id: string; claimedUntilMs: number; isTold: boolean },
  nowMs: number,
): Promise<void> {
  const row = await db
    .selectFrom('entries')
    .select(['state', 'sent_ms', 'created_ms'])
    .where('id', '=', id)
    .executeTakeFirst();
  if (row === undefined) return;
  const isOver = OVER.some((state) => state === row.state);
  const next = isOver && isTold ? null : lookAfter(row, nowMs);
  await setLook(db, id, next).where('look_ms', '=', claimedUntilMs).execute();
}

function setLook(db: Db, id: string, look_ms: number | null) {
  return db.updateTable('entries').set({ look_ms }).where('id', '=', id);
}

/** Whether it is looked at then: what is delivered, and what was never sent, is not. */
export async function setLookForNews(db: Db, id: string, atMs: number): Promise<boolean> {
  const { numUpdatedRows } = await setLook(db, id, Math.round(atMs))
    .where(({ eb, and, or }) =>
      or([
        // Also where it was due sooner: a look that has begun, or is about to, may be too early for the news.
        eb('look_ms', 'is not', null),
        and([eb('state', 'in', OVER), eb('sent_ms', 'is not', null), eb('never_sent', '=', 0)]),
      ]),
    )
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** The oldest entries that come after `last`. */
export function rowsAfter(db: Db, last: EntryRow | undefined, limit: number): Promise<EntryRow[]> {
  let later = db.selectFrom('entries').selectAll();
  if (last) {
    later = later.where(({ eb, or, and }) =>
      or([
        eb('created_ms', '>', last.created_ms),
        and([eb('created_ms', '=', last.created_ms), eb('id', '>', last.id)]),
      ]),
    );
  }
  return later.orderBy('created_ms').orderBy('id').limit(limit).execute();
}

/**
 * Applies the settlement where the entry's state allows it; returns the row as it then stands.
 * @throws {KamikitError} `not_found` for an id that the ledger does not hold.
 */
export async function settleRow(
  db: Db,
  id: string,
  settlement: Settlement,
  nowMs: number,
): Promise<EntryRow> {
  const { reference, isOwnReference } = settlement;
  const [[row], others] = await together(
    db,
    withId({ id }),
    reference === undefined || !isOwnReference ? null : othersWith({ reference, id }),
  );
  if (!row) throw unknownId(id);
  if (!isWhole(row)) throw damagedError(toEntry(row));
  const change = transition(row, withOwnReference(row, settlement, others), nowMs);
  if (!change) return row;
  const changed = await storeRow(db, changeRow(row, change), { ...row, ...change }, async (stored) => [
    await changeOf(db, settlement.isNotified ? NOTIFIED : 'settled', row, stored),
    stored.reference === row.reference ? null : wordsOf(stored),
  ]);
  if (changed.overcharged === 1 && row.overcharged === 0) {
    const account = accountOf(JSON.parse(row.evidence));
    if (account !== null) await suspend(db, account, id, nowMs);
  }
  return changed;
}

/** Entries of the same kind with this reference. */
const othersWith = statement((db, { reference, id }: Places<{ reference: string; id: string }>) =>
  db
    .selectFrom('entries')
    .select(['id', 'evidence'])
    .where('kind', '=', ({ selectFrom }) =>
      selectFrom('entries as this').select('this.kind').where('this.id', '=', id),
    )
    .where('reference', '=', reference)
    .where('id', '!=', id),
);

/** A reference belongs to one entry: an answer with another one's proves nothing of this one. */
function withOwnReference(
  row: EntryRow,
  settlement: Settlement,
  others: readonly Pick<EntryRow, 'id' | 'evidence'>[],
): Settlement {
  const { reference, result, charged } = settlement;
  if (reference === undefined) return settlement;
  // Another shop may give the same number to something else.
  const account = accountIn(row.evidence);
  const other = others.find(({ evidence }) => [account, UNREADABLE].includes(accountIn(evidence)));
  if (other === undefined) return settlement;
  return {
    state: 'unknown',
    // Whatever it was for, it was charged.
    ...(charged !== undefined && { charged }),
    evidence: {
      answered_reference: reference,
      reference_of_entry: other.id,
      ...(result && { answer: result }),
    },
    advice: `The upstream answered with ${inMarks(reference, 64)}, which belongs to entry ${other.id}: that proves nothing of this one. ${unknownAdvice(row.kind)}`,
  };
}

// It may be any account.
const UNREADABLE = Symbol('unreadable');

function accountIn(evidence: string): string | null | symbol {
  try {
    return accountOf(JSON.parse(evidence));
  } catch {
    return UNREADABLE;
  }
}

export function unknownId(id: string): KamikitError {
  return new KamikitError(`The ledger has no entry ${id}.`, { code: 'not_found', outcome: 'not_committed' });
}
