import { KamikitError } from '@kamikit/core';
import type { Kysely } from 'kysely';
import type { LedgerDatabase } from './database.ts';
import { isWhole } from './entry-row.ts';
import { actAs } from './events.ts';
import { currentOwner } from './owner.ts';
import { settleRow } from './queries.ts';
import { rowById } from './row-by-id.ts';
import type { EntryRow, LedgerSchema } from './schema.ts';

interface GivenUp {
  ids: Set<string>;
  /** While they are being settled. */
  settling: Promise<void> | null;
}

const all = new WeakMap<LedgerDatabase, GivenUp>();

/**
 * The entries that this process was about to record, and has not sent: it was not told whether they are in the ledger, and nobody
 * was told to send them. Those that are there would hold their keys and some of the budget until their lease is over, and be taken
 * for sent then.
 */
export function givenUpIn(database: LedgerDatabase): GivenUp {
  const givenUp = all.get(database) ?? { ids: new Set(), settling: null };
  all.set(database, givenUp);
  return givenUp;
}

/** Settles as never sent what is in the ledger of these, as the last thing that a transaction does; returns which it has looked for. */
export async function settleGivenUp(
  trx: Kysely<LedgerSchema>,
  ids: ReadonlySet<string>,
  nowMs: number,
): Promise<readonly string[]> {
  const looked: string[] = [];
  // Nobody's doing but this process's, whoever it works for.
  actAs(trx, null);
  for (const id of ids) {
    const row = await rowById(trx, id);
    // Whoever else holds it may send it.
    if (row?.owner_token === currentOwner().owner_token && isWhole(row))
      await settleRow(trx, id, { state: 'refused', neverSent: true, error: notSent(row) }, nowMs);
    looked.push(id);
  }
  return looked;
}

function notSent({ kind }: EntryRow): KamikitError {
  return new KamikitError(
    `This ${kind} was not sent: the ledger did not say in time whether it was recorded.`,
    { code: 'unreachable', outcome: 'not_committed', retryable: true },
  );
}
