import { KamikitError, shanghaiDay } from '@kamikit/core';
import type { Kysely } from 'kysely';
import { assertAffordable, type Limits, readBudget } from './budget.ts';
import { accountOf, toEntry } from './entry-row.ts';
import { changeOf } from './events.ts';
import { coveringMandate } from './mandates.ts';
import { currentOwner } from './owner.ts';
import { isOfIssuer, limitsOf } from './people.ts';
import { rowById } from './row-by-id.ts';
import type { EntryRow, LedgerSchema } from './schema.ts';
import { together } from './statement.ts';
import { assertNotStopped } from './stop.ts';
import { changeRow, storeRow } from './store-row.ts';
import { assertNotSuspended, suspending } from './suspensions.ts';

interface Marking {
  limits: Limits;
  leaseMs: number;
  nowMs: number;
  key: string;
  /** What speaks against spending on this ledger, if anything does. */
  doubt: KamikitError | null;
}

/**
 * Marks the row as `sent`; `undefined` when it is no longer this process's to send.
 * @throws {KamikitError} `suspended`, `over_budget`, `declined`.
 */
export async function markRowSent(
  trx: Kysely<LedgerSchema>,
  id: string,
  { limits, leaseMs, nowMs, key, doubt }: Marking,
): Promise<EntryRow | undefined> {
  const before = await rowById(trx, id);
  if (before?.state !== 'prepared' || before.owner_token !== currentOwner().owner_token) return undefined;
  const account = accountOf(toEntry(before).evidence);
  if (doubt !== null) throw doubt;
  // Another process may have heard the owner's word, or have been charged too much, since this one prepared.
  await assertNotStopped(trx, key);
  assertNotSuspended((await together(trx, suspending(account)))[0]);
  const day = shanghaiDay(nowMs);
  let { mandate } = before;
  // It counts for the day on which it is sent, and so does its mandate.
  if (before.day !== day) {
    if (before.person !== null && isOfIssuer(before.person)) throw onAnotherDay(before);
    const person = await limitsOf(trx, key, before.person);
    assertAffordable(before, await readBudget(trx, limits, nowMs, { person }));
  }
  if (mandate !== null) {
    mandate = await coveringMandate(trx, key, { ...before, account }, nowMs, before);
    if (mandate === null) throw notCovered(before);
  }
  return setSent(trx, before, { day, mandate, leaseMs, nowMs });
}

/** Marks a row as `sent` that is prepared, and that everything allows to be sent. */
async function setSent(
  trx: Kysely<LedgerSchema>,
  before: EntryRow,
  { day, mandate, ...when }: Pick<EntryRow, 'day' | 'mandate'> & Pick<Marking, 'leaseMs' | 'nowMs'>,
): Promise<EntryRow> {
  const columns = { ...asSent(when), day, mandate };
  return storeRow(trx, changeRow(before, columns), { ...before, ...columns }, async (row) => [
    await changeOf(trx, 'sent', before, row),
  ]);
}

/** The columns of what is about to be sent. */
export function asSent({ leaseMs, nowMs }: Pick<Marking, 'leaseMs' | 'nowMs'>) {
  return {
    ...{ state: 'sent' as const, sent_ms: nowMs, updated_ms: nowMs },
    lease_until_ms: nowMs + leaseMs,
  };
}

function onAnotherDay({ kind }: EntryRow): KamikitError {
  return new KamikitError(
    `This ${kind} was approved a moment before midnight, and what its person may spend on the new day is not known. Nothing was sent.`,
    {
      ...{ code: 'declined', outcome: 'not_committed', neverSent: true, retryable: true },
      hint: 'Call again with the same idempotency key: the owner is asked then.',
    },
  );
}

function notCovered({ kind }: EntryRow): KamikitError {
  return new KamikitError(
    `The mandate that covered this ${kind} was revoked, or has no room for it any more. Nothing was sent.`,
    {
      ...{ code: 'declined', outcome: 'not_committed', neverSent: true, retryable: true },
      hint: 'Call again with the same idempotency key: the owner is asked then.',
    },
  );
}
