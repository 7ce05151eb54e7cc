import { KamikitError } from '@kamikit/core';
import type { Kysely } from 'kysely';
import type { LedgerDatabase } from './database.ts';
import { isWhole } from './entry-row.ts';
import { actAs } from './events.ts';
import { currentOwner } from './owner.ts';
import { settleRow } from './queries.ts';
import { rowById } from './row-by-id.ts';
import type { EntryRow, LedgerSchema } from './schema.ts';

const all = new WeakMap<LedgerDatabase, Set<string>>();

/**
 * The entries that this process was about to send, and will not: it was not told whether they are in the ledger. Those that are
 * would hold their keys and some of the budget until their lease is over, and be taken for sent then.
 */
export function givenUpIn(database: LedgerDatabase): Set<string> {
  const ids = all.get(database) ?? new Set();
  all.set(database, ids);
  return ids;
}

/** Settles as never sent what is in the ledger of these, and returns which it has looked for. */
export async function settleGivenUp(
  trx: Kysely<LedgerSchema>,
  ids: ReadonlySet<string>,
  nowMs: number,
): Promise<readonly string[]> {
  const looked: string[] = [];
  // Nobody's doing but this process's, whoever it works for.
  const { before } = actAs(trx, null);
  for (const id of ids) {
    const row = await rowById(trx, id);
    if (row !== undefined && isWhole(row) && isUnsent(row))
      await settleRow(trx, id, { state: 'refused', neverSent: true, error: notSent(row) }, nowMs);
    looked.push(id);
  }
  actAs(trx, before);
  return looked;
}

/** Whoever else holds it may send it; who found its lease over says that it is unknown. */
function isUnsent({ state, owner_token }: EntryRow): boolean {
  return (
    owner_token === currentOwner().owner_token &&
    (state === 'prepared' || state === 'sent' || state === 'unknown')
  );
}

function notSent({ kind }: EntryRow): KamikitError {
  return new KamikitError(
    `This ${kind} was not sent: the ledger did not say in time whether it was recorded.`,
    { code: 'unreachable', outcome: 'not_committed', neverSent: true, retryable: true },
  );
}
