import { KamikitError } from '@kamikit/core';
import type { Kysely } from 'kysely';
import { isOver, voidOverdue } from './approvals.ts';
import type { EntryState, Settlement } from './entry.ts';
import { isWhole } from './entry-row.ts';
import { actAs } from './events.ts';
import { currentOwner, isAbandoned } from './owner.ts';
import { settleRow } from './queries.ts';
import { unknownAdvice } from './recorded-error.ts';
import type { EntryRow, LedgerSchema } from './schema.ts';

const UNDER_WAY: readonly EntryState[] = ['prepared', 'sent'];

/** Whether somebody is, or was, about to send it. */
export function isUnderWay({ state }: Pick<EntryRow, 'state'>): boolean {
  return UNDER_WAY.includes(state);
}

/**
 * Settles what dead processes left under way: `prepared` was never sent, `sent` may have happened. What awaits its owner for
 * too long is void.
 */
export async function recoverAbandoned(trx: Kysely<LedgerSchema>, nowMs: number): Promise<void> {
  const states = [...UNDER_WAY, 'awaiting_approval'] as const;
  const { owner_host, owner_token } = currentOwner();
  // Nobody's doing but this process's, whoever it works for.
  const { before } = actAs(trx, null);
  const unsettled = await trx
    .selectFrom('entries')
    .selectAll()
    .where('state', 'in', states)
    // What this process, or another machine's, still holds is as it should be: on a busy ledger that is most of them.
    .where(({ eb, or, and }) =>
      or([
        eb('lease_until_ms', '<=', nowMs),
        eb('quote_until_ms', '<=', nowMs),
        and([eb('owner_host', '=', owner_host), eb('owner_token', '!=', owner_token)]),
      ]),
    )
    .execute();
  for (const row of unsettled) {
    const isTooLate = isOver(row, nowMs);
    if (!isTooLate && !(isUnderWay(row) && isAbandoned(row, nowMs))) continue;
    if (!isWhole(row)) continue;
    await (isTooLate ? voidOverdue(trx, row, nowMs) : settleRow(trx, row.id, abandoned(row), nowMs));
  }
  actAs(trx, before);
}

function abandoned({ kind, state }: EntryRow): Settlement {
  if (state === 'sent') return { state: 'unknown', advice: unknownAdvice(kind) };
  return {
    state: 'refused',
    error: new KamikitError(`The program stopped before this ${kind} was sent.`, {
      code: 'unreachable',
      outcome: 'not_committed',
      neverSent: true,
      retryable: true,
    }),
  };
}
