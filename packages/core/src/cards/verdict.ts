import type { CardReading } from './read-card.ts';

/** What became of a call whose answer was lost, and the readings that show it. */
export interface CardVerdict {
  verdict: 'committed' | 'not_committed' | 'undecidable';
  evidence: { readonly [name: string]: unknown };
  reason: string;
}

/** @throws {TypeError} when two readings are of different cards: a mistake by the caller. */
export function assertSameCard(before: CardReading, after: CardReading): void {
  if (typeof before === 'string' || typeof after === 'string') return;
  if (before.code === after.code && before.card_type === after.card_type) return;
  throw new TypeError('the two readings are of different cards');
}

/** How much a counter grew, null when one of its readings is not known. */
export function growth(before: number | null, after: number | null): number | null {
  return before === null || after === null ? null : after - before;
}
