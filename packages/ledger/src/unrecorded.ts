import { KamikitError } from '@kamikit/core';
import type { Kysely } from 'kysely';
import type { LedgerDatabase } from './database.ts';
import type { Settlement } from './entry.ts';
import { isWhole } from './entry-row.ts';
import { actAs } from './events.ts';
import { currentOwner } from './owner.ts';
import { settleRow } from './queries.ts';
import { rowById } from './row-by-id.ts';
import type { EntryRow, LedgerSchema } from './schema.ts';

/** What this process alone knows of entries, until it can record it. */
export interface Unrecorded {
  /**
   * It was about to record these, and has not sent them: it was not told whether they are in the ledger, and nobody was told to
   * send them. Those that are there would hold their keys and some of the budget until their lease is over, and be taken for
   * sent then.
   */
  givenUp: Set<string>;
  /** What came of these, which were sent: an order number, or what was paid for, may be nowhere else. */
  settlements: Map<string, Settlement>;
  /** While all of it is being recorded. */
  settling: Promise<void> | null;
}

const all = new WeakMap<LedgerDatabase, Unrecorded>();

export function unrecordedIn(database: LedgerDatabase): Unrecorded {
  const unrecorded = all.get(database) ?? { givenUp: new Set(), settlements: new Map(), settling: null };
  all.set(database, unrecorded);
  return unrecorded;
}

export function isAnyUnrecorded({ givenUp, settlements }: Unrecorded): boolean {
  return givenUp.size > 0 || settlements.size > 0;
}

/** Records it as the last thing that a transaction does; returns which entries it has looked for. */
export async function recordAll(
  trx: Kysely<LedgerSchema>,
  { givenUp, settlements }: Unrecorded,
  nowMs: number,
): Promise<readonly string[]> {
  const looked: string[] = [];
  // Nobody's doing but this process's, whoever it works for.
  actAs(trx, null);
  for (const id of givenUp) {
    const row = await rowById(trx, id);
    // Whoever else holds it may send it.
    if (row?.owner_token === currentOwner().owner_token && isWhole(row))
      await settleRow(trx, id, { state: 'refused', neverSent: true, error: notSent(row) }, nowMs);
    looked.push(id);
  }
  for (const [id, settlement] of settlements) {
    const row = await rowById(trx, id);
    // In a backup it may not have been sent yet.
    if (row !== undefined && row.sent_ms !== null && isWhole(row))
      await settleRow(trx, id, settlement, nowMs);
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
