import { KamikitError } from '../errors.ts';
import { type Card, cardSchema, withRemaining } from './card.ts';

/** Refusals that are themselves an answer about a card. */
export const CARD_REFUSALS = ['card_expired', 'card_exhausted', 'not_found'] as const;

export type CardRefusal = (typeof CARD_REFUSALS)[number];

/** What `verify` said of a card: the card, or the code of its refusal. */
export type CardReading = Card | CardRefusal;

/** The refusal that an error stands for; null for any other error. */
export function refusalOf(error: unknown): CardRefusal | null {
  return (error instanceof KamikitError && CARD_REFUSALS.find((code) => code === error.code)) || null;
}

/** Restores a reading that was stored as JSON, as of `now` (epoch milliseconds); null when it is not a reading. */
export function readCard(value: unknown, now: number): CardReading | null {
  const refusal = CARD_REFUSALS.find((code) => code === value);
  if (refusal !== undefined) return refusal;
  const card = cardSchema.safeParse(value).data;
  return card === undefined ? null : withRemaining(card, now);
}
