import { KamikitError } from '@kamikit/core';
import type { Kysely } from 'kysely';
import { damagedError, toEntry } from './entry-row.ts';
import { recordChange } from './events.ts';
import { unknownId } from './queries.ts';
import { rowById } from './row-by-id.ts';
import type { EntryRow, LedgerSchema } from './schema.ts';

/** Which delivered cards are used now, or after all are not. */
export interface Mark {
  /** Their numbers, in the order in which they were delivered; the first is 1. */
  cards: readonly number[];
  /** How many were delivered. */
  of: number;
  used: boolean;
}

/**
 * Marks delivered cards; returns the row as it then stands.
 * @throws {KamikitError} `not_found`; `invalid_request` for a card that the entry does not hold.
 */
export async function markRow(
  db: Kysely<LedgerSchema>,
  id: string,
  { cards, of, used }: Mark,
  nowMs: number,
): Promise<EntryRow> {
  const row = await rowById(db, id);
  if (!row) throw unknownId(id);
  const entry = toEntry(row);
  if (entry.damaged !== null) throw damagedError(entry);
  const strange = cards.find((card) => !(Number.isSafeInteger(card) && card >= 1 && card <= of));
  if (strange !== undefined) throw noSuchCard(id, strange, of);
  const marked = new Set(entry.used);
  for (const card of cards) used ? marked.add(card) : marked.delete(card);
  const now = [...marked].sort((a, b) => a - b);
  if (now.join() === entry.used.join() && row.unused === of - now.length) return row;
  const changed = await db
    .updateTable('entries')
    .set({
      used: now.length === 0 ? null : JSON.stringify(now),
      unused: of - now.length,
      updated_ms: nowMs,
    })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
  await recordChange(db, used ? 'marked as used' : 'marked as unused', row, changed);
  return changed;
}

function noSuchCard(id: string, card: number, of: number): KamikitError {
  return new KamikitError(`Entry ${id} has no card ${card}: it holds ${of}.`, {
    code: 'invalid_request',
    outcome: 'not_committed',
  });
}
