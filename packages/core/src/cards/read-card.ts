import { cardSchema, withRemaining } from './card.ts';
import type { CardReading } from './verdict.ts';

const REFUSALS = ['card_expired', 'card_exhausted', 'not_found'] as const;

/** A reading that was kept as JSON, taken up again at `now` (epoch milliseconds); null when it is none. */
export function readCard(value: unknown, now: number): CardReading | null {
  const refusal = REFUSALS.find((code) => code === value);
  if (refusal !== undefined) return refusal;
  const card = cardSchema.safeParse(value).data;
  return card === undefined ? null : withRemaining(card, now);
}
