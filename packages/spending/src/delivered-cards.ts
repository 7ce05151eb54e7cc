import type { LedgerEntry } from '@kamikit/ledger';
import { cardsIn } from './cards-in.ts';
import { deliveredBy } from './entry.ts';

/** One of the cards that an entry holds. */
export interface DeliveredCard {
  /** Its place among them; the first is 1. */
  number: number;
  card: string;
  /** Whether somebody marked it as used. */
  used: boolean;
}

/** The cards that an entry holds, in the order in which they were delivered. */
export function deliveredCards(entry: LedgerEntry): DeliveredCard[] {
  const used = new Set(entry.used);
  return cardsIn(deliveredBy(entry)).map((card, at) => ({ number: at + 1, card, used: used.has(at + 1) }));
}
