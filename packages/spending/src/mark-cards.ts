import { KamikitError } from '@kamikit/core';
import type { LedgerEntry } from '@kamikit/ledger';
import { type DeliveredCard, deliveredCards } from './delivered-cards.ts';
import type { Parts } from './parts.ts';
import { seenEntry } from './seen-entry.ts';

export interface MarkOptions {
  /** Each a card's number or the card itself, as delivered; all of them by default. */
  cards?: ReadonlyArray<number | string> | undefined;
  /** `false`: not used after all. */
  used?: boolean | undefined;
}

/**
 * Marks cards that an entry delivered as used, or as not used after all.
 * @throws {KamikitError} `not_found`; `invalid_request` for a card that it does not hold.
 */
export async function markCards(
  id: string,
  { cards, used = true }: MarkOptions,
  parts: Parts,
): Promise<LedgerEntry> {
  const entry = await seenEntry(id, parts);
  const held = deliveredCards(entry);
  if (held.length === 0) throw invalid(`Entry ${id} is ${entry.state} and holds no cards`);
  const numbers = cards?.map((card) => numberOf(card, held, id)) ?? held.map(({ number }) => number);
  return (await parts.ledger()).mark(id, { cards: numbers, of: held.length, used });
}

/** The message never holds the card: it may be part of another one. */
function numberOf(card: number | string, held: readonly DeliveredCard[], id: string): number {
  const named = String(card).trim();
  const meant = held.filter((each) => each.card.trim() === named || String(each.number) === named);
  const [first, ...others] = meant;
  if (first === undefined)
    throw invalid(
      `Entry ${id} holds no such card: name it exactly as delivered, or by its number, 1 to ${held.length}`,
    );
  // The same card twice is two of them; and a card may look like another's number.
  if (others.length > 0)
    throw invalid(
      `Entry ${id} holds ${meant.length} cards that this may mean: ${meant.map(({ number }) => number).join(', ')}`,
    );
  return first.number;
}

function invalid(message: string): KamikitError {
  return new KamikitError(`${message}.`, { code: 'invalid_request', outcome: 'not_committed' });
}
