import { KamikitError } from '@kamikit/core';
import type { Kysely } from 'kysely';
import type { EntryState, Settlement } from './entry.ts';
import { isWhole } from './entry-row.ts';
import { isAbandoned } from './owner.ts';
import { settleRow } from './queries.ts';
import { unknownAdvice } from './recorded-error.ts';
import type { EntryRow, LedgerSchema } from './schema.ts';

const UNDER_WAY: readonly EntryState[] = ['prepared', 'sent'];

/** Whether somebody is, or was, about to send it. */
export function isUnderWay({ state }: Pick<EntryRow, 'state'>): boolean {
  return UNDER_WAY.includes(state);
}

/** Settles what dead processes left under way: `prepared` was never sent, `sent` may have happened. */
export async function recoverAbandoned(trx: Kysely<LedgerSchema>, nowMs: number): Promise<void> {
  const underWay = await trx.selectFrom('entries').selectAll().where('state', 'in', UNDER_WAY).execute();
  for (const row of underWay) {
    if (isAbandoned(row, nowMs) && isWhole(row)) await settleRow(trx, row.id, abandoned(row), nowMs);
  }
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
