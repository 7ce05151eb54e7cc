import { KamikitError, shanghaiDay } from '@kamikit/core';
import type { Kysely } from 'kysely';
import { assertAffordable, type Limits, readBudget } from './budget.ts';
import type { JsonObject, Wish } from './entry.ts';
import { accountOf, damagedError, toEntry } from './entry-row.ts';
import { isAsWritten, recordChange } from './events.ts';
import { currentOwner } from './owner.ts';
import { limitsAsTheyStand } from './people.ts';
import { unknownId } from './queries.ts';
import { recordError } from './recorded-error.ts';
import { rowById } from './row-by-id.ts';
import type { EntryRow, LedgerSchema } from './schema.ts';
import { together } from './statement.ts';
import { assertNotStopped } from './stop.ts';
import { assertNotSuspended, suspending } from './suspensions.ts';

type Db = Kysely<LedgerSchema>;

const VALID_MS = 15 * 60_000;

/** The columns of an entry that awaits its owner's word. */
export function awaiting({ validMs = VALID_MS }: NonNullable<Wish['approval']>, nowMs: number) {
  if (!(Number.isFinite(validMs) && validMs > 0))
    throw new TypeError(`validMs must be a number of milliseconds above 0: ${validMs}`);
  return { state: 'awaiting_approval' as const, quote_until_ms: nowMs + validMs };
}

/** Whether the entry awaits a word that would come too late. */
export function isOver(
  { state, quote_until_ms }: Pick<EntryRow, 'state' | 'quote_until_ms'>,
  nowMs: number,
): boolean {
  return state === 'awaiting_approval' && (quote_until_ms ?? 0) <= nowMs;
}

interface Approving {
  limits: Limits;
  leaseMs: number;
  nowMs: number;
  key: string;
  /** What speaks against spending on this ledger, if anything does. */
  doubt: KamikitError | null;
}

/**
 * Makes what awaits its owner this process's to send; of several who say yes, of one alone. What is decided already, or
 * came too late, is returned as it stands.
 * @throws {KamikitError} `not_found`, `suspended`, `over_budget`, and `declined` or `read_only` where whoever wished for it may buy
 * nothing any more; it goes on awaiting then.
 */
export async function approveRow(
  trx: Db,
  id: string,
  { by, evidence = {} }: { by: string; evidence?: JsonObject | undefined },
  { limits, leaseMs, nowMs, key, doubt }: Approving,
): Promise<{ row: EntryRow; isOurs: boolean }> {
  const row = await stillAwaiting(trx, id, nowMs);
  if (row.state !== 'awaiting_approval') return { row, isOurs: false };
  if (doubt !== null) throw doubt;
  if (!(await isAsWritten(trx, row, key)))
    return { row: await change(trx, row, refused(altered(row), nowMs), 'void'), isOurs: false };
  const known: JsonObject = JSON.parse(row.evidence);
  const account = accountOf(known);
  await assertNotStopped(trx, key);
  assertNotSuspended((await together(trx, suspending(account)))[0]);
  const person = await limitsAsTheyStand(trx, key, row.person);
  assertAffordable(row, await readBudget(trx, limits, nowMs, { exceptId: id, person }));
  const approved = await change(
    trx,
    row,
    {
      ...{ state: 'prepared', day: shanghaiDay(nowMs) },
      ...{ decided_by: by, decided_ms: nowMs, updated_ms: nowMs },
      ...{ ...currentOwner(), lease_until_ms: nowMs + leaseMs },
      // The readings for the request that leaves now; whose account it is stays.
      evidence: JSON.stringify({ ...known, ...evidence, ...(account !== null && { account }) }),
    },
    'approved',
    { by },
  );
  return { row: approved, isOurs: true };
}

/** The owner's no: nothing is sent, ever. What is decided already is returned as it stands. */
export async function declineRow(
  trx: Db,
  id: string,
  { by, reason }: { by: string; reason?: string | undefined },
  nowMs: number,
): Promise<EntryRow> {
  const row = await stillAwaiting(trx, id, nowMs);
  if (row.state !== 'awaiting_approval') return row;
  const decided = { decided_by: by, decided_ms: nowMs };
  const columns = { ...refused(declined(row, reason), nowMs), ...decided };
  return change(trx, row, columns, 'declined', { by, reason });
}

/** What the owner was asked about is no more: nothing is sent, ever. What is decided already is returned as it stands. */
export async function voidRow(trx: Db, id: string, error: KamikitError, nowMs: number): Promise<EntryRow> {
  const row = await stillAwaiting(trx, id, nowMs);
  if (row.state !== 'awaiting_approval') return row;
  const final = error.with({ outcome: 'not_committed', retryable: false, hint: USED_UP });
  return change(trx, row, refused(final, nowMs), 'void');
}

/** Makes void what nobody decided about in time. */
export function voidOverdue(trx: Db, row: EntryRow, nowMs: number): Promise<EntryRow> {
  return change(trx, row, refused(tooLate(row), nowMs), 'void');
}

async function stillAwaiting(trx: Db, id: string, nowMs: number): Promise<EntryRow> {
  const row = await rowById(trx, id);
  if (!row) throw unknownId(id);
  const entry = toEntry(row);
  if (entry.damaged !== null) throw damagedError(entry);
  return isOver(row, nowMs) ? voidOverdue(trx, row, nowMs) : row;
}

async function change(
  trx: Db,
  row: EntryRow,
  columns: Partial<EntryRow>,
  action: string,
  detail?: JsonObject,
): Promise<EntryRow> {
  const changed = await trx
    .updateTable('entries')
    .set(columns)
    .where('id', '=', row.id)
    .where('state', '=', 'awaiting_approval')
    .returningAll()
    .executeTakeFirstOrThrow();
  await recordChange(trx, action, row, changed, detail);
  return changed;
}

function refused(error: KamikitError, nowMs: number): Partial<EntryRow> {
  return { state: 'refused', error: JSON.stringify(recordError(error)), updated_ms: nowMs };
}

const USED_UP =
  'Nothing was sent, and this request is closed: make a new one (with a new key, where it takes one) only if the user still wants it.';

function declined({ kind }: EntryRow, reason: string | undefined): KamikitError {
  return new KamikitError(`The owner declined this ${kind}${reason ? `: ${reason}` : '.'}`, {
    ...{ code: 'declined', outcome: 'not_committed' },
    hint: USED_UP,
  });
}

/** The owner's word is about what was asked, and not about what a hand made of it since. */
function altered({ kind }: EntryRow): KamikitError {
  return new KamikitError(
    `This ${kind} was changed from outside since it was asked about; nothing was sent.`,
    { code: 'price_changed', outcome: 'not_committed', hint: USED_UP },
  );
}

function tooLate({ kind }: EntryRow): KamikitError {
  return new KamikitError(`Nobody approved this ${kind} in time, and its quote has expired.`, {
    ...{ code: 'timeout', outcome: 'not_committed' },
    hint: USED_UP,
  });
}
