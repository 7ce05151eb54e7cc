import { KamikitError } from '@kamikit/core';
import type { Kysely } from 'kysely';
import { isOver, voidOverdue } from './approvals.ts';
import type { EntryState, Settlement } from './entry.ts';
import { isWhole } from './entry-row.ts';
import { actAs } from './events.ts';
import { currentOwner, isAbandoned } from './owner.ts';
import { settleRow } from './queries.ts';
import { unknownAdvice } from './recorded-error.ts';
import { rowById } from './row-by-id.ts';
import type { EntryRow, LedgerSchema } from './schema.ts';
import { type Asked, ask, type Places, statement } from './statement.ts';

const UNDER_WAY: readonly EntryState[] = ['prepared', 'sent'];

/** Whether somebody is, or was, about to send it. */
export function isUnderWay({ state }: Pick<EntryRow, 'state'>): boolean {
  return UNDER_WAY.includes(state);
}

// On a busy ledger others' entries are among them with every order: of these no more is read.
const TELLING = [
  ...(['id', 'state', 'lease_until_ms', 'quote_until_ms'] as const),
  ...(['owner_host', 'owner_pid', 'owner_token'] as const),
];

type Telling = Pick<EntryRow, (typeof TELLING)[number]>;

const leftUnderWay = statement(
  (db, given: Places<{ owner_host: string; owner_token: string; nowMs: number }>) =>
    db
      .selectFrom('entries')
      .select(TELLING)
      .where('state', 'in', [...UNDER_WAY, 'awaiting_approval'])
      // What this process, or another machine's, still holds is as it should be: on a busy ledger that is most of them.
      .where(({ eb, or, and }) =>
        or([
          eb('lease_until_ms', '<=', given.nowMs),
          eb('quote_until_ms', '<=', given.nowMs),
          and([eb('owner_host', '=', given.owner_host), eb('owner_token', '!=', given.owner_token)]),
        ]),
      ),
);

/** Entries under way that this process does not hold, or no longer, and those whose owner may be too late. */
export function maybeAbandoned(nowMs: number): Asked<Telling> {
  const { owner_host, owner_token } = currentOwner();
  return leftUnderWay({ owner_host, owner_token, nowMs });
}

/** Settles what dead processes left under way. */
export async function recoverAbandoned(trx: Kysely<LedgerSchema>, nowMs: number): Promise<void> {
  await settleAbandoned(trx, await ask(trx, maybeAbandoned(nowMs)), nowMs);
}

/**
 * Of these, settles what dead processes left under way: `prepared` was never sent, `sent` may have happened. What awaits its
 * owner for too long is void. Returns whether there was any.
 */
export async function settleAbandoned(
  trx: Kysely<LedgerSchema>,
  found: readonly Telling[],
  nowMs: number,
): Promise<boolean> {
  let isAny = false;
  // Nobody's doing but this process's, whoever it works for.
  const { before } = actAs(trx, null);
  for (const each of found) {
    const isTooLate = isOver(each, nowMs);
    if (!isTooLate && !(isUnderWay(each) && isAbandoned(each, nowMs))) continue;
    const row = await rowById(trx, each.id);
    if (row === undefined || !isWhole(row)) continue;
    await (isTooLate ? voidOverdue(trx, row, nowMs) : settleRow(trx, row.id, abandoned(row), nowMs));
    isAny = true;
  }
  actAs(trx, before);
  return isAny;
}

function abandoned({ kind, state }: EntryRow): Settlement {
  if (state === 'sent') return { state: 'unknown', advice: unknownAdvice(kind) };
  return {
    state: 'refused',
    error: new KamikitError(`The program stopped before this ${kind} was sent.`, {
      code: 'unreachable',
      outcome: 'not_committed',
      retryable: true,
    }),
  };
}
