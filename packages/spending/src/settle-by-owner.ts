import { formatShanghaiTime, KamikitError } from '@kamikit/core';
import type { JsonObject, LedgerEntry } from '@kamikit/ledger';
import { cardsIn } from './cards-in.ts';
import { deliveredBy, resultOf } from './entry.ts';
import { isKind, type Kind, kinds } from './kinds.ts';
import type { Parts } from './parts.ts';
import { seenEntry } from './seen-entry.ts';

/** What the owner says of an entry that nobody else can settle. */
export type OwnersWord = 'delivered' | 'failed';

/**
 * Settles an open entry on its owner's word, which is kept as evidence. `failed` goes on counting as spent: whether money
 * came back is not known.
 *
 * @throws {KamikitError} `not_found`; `invalid_request` for an entry that is not open.
 */
export async function settleByOwner(id: string, word: OwnersWord, parts: Parts): Promise<LedgerEntry> {
  const ledger = await parts.ledger();
  const entry = await seenEntry(id, parts);
  if (entry.state !== 'unknown' && entry.state !== 'pending') {
    throw new KamikitError(
      `Entry ${id} is ${entry.state}: only unknown and pending entries can be settled by hand.`,
      {
        code: 'invalid_request',
      },
    );
  }
  const evidence = { owner_said: word, owner_said_at: formatShanghaiTime(parts.timing.now()) };
  if (word === 'failed')
    return ledger.settle(id, { state: 'failed', evidence, advice: 'Its owner says that it failed.' });
  const result = isKind(entry.kind) ? deliveredResult(entry.kind, entry) : null;
  const delivered = cardsIn(deliveredBy({ ...entry, result })).length;
  // What may still come is counted when it does: a number given now would stand.
  const counted = delivered > 0 && { delivered };
  return ledger.settle(id, { state: 'completed', evidence, ...(result && { result }), ...counted });
}

function deliveredResult<K extends Kind>(kind: K, entry: LedgerEntry): JsonObject | null {
  const result = resultOf(kind, entry);
  return result === null ? null : { ...kinds[kind].asDelivered(result) };
}
