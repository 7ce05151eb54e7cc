import type { Card, CountCard, PointCard } from './card.ts';
import type { CardReading } from './read-card.ts';
import { assertSameCard, type CardVerdict, growth } from './verdict.ts';

/**
 * Whether one `use` took place between two readings of a card. Take `after` only when the request can no longer be
 * under way: a service may go on after the connection broke.
 *
 * @throws {TypeError} when the readings are of different cards.
 */
export function reconcileUse(before: Card, after: CardReading): CardVerdict {
  assertSameCard(before, after);
  const [verdict, reason] =
    before.card_type === 'time' ? judgeActivation(before.used, after) : judgeCounter(before, after);
  return { verdict, evidence: { before, after }, reason };
}

type Judgement = [CardVerdict['verdict'], reason: string];

function judgeActivation(usedBefore: boolean | null, after: CardReading): Judgement {
  if (typeof after === 'string' || after.card_type !== 'time')
    return ['undecidable', 'the card can no longer be read'];
  if (usedBefore !== false)
    return [
      'undecidable',
      'a time card shows only its first use, and this one was not known to be unused before',
    ];
  if (after.used === null) return ['undecidable', 'the card does not say whether it was used'];
  return after.used
    ? ['committed', 'the card was unused before and is used now']
    : ['not_committed', 'the card is still unused'];
}

function judgeCounter(before: CountCard | PointCard, after: CardReading): Judgement {
  const step = before.card_type === 'count' ? 1 : before.points_per_use;
  if (step === null || step <= 0) return ['undecidable', 'the card does not say what one use takes'];
  const left = before.card_type === 'count' ? before.remaining_count : before.remaining_points;
  if (after === 'card_exhausted') {
    if (left === 0) return ['not_committed', 'the card was already used up before'];
    return left !== null && left >= step && left < 2 * step
      ? ['committed', 'exactly one use was left before, and none is left now']
      : ['undecidable', 'the card is used up, but not by this one use alone'];
  }
  const taken = typeof after === 'string' ? null : growth(usedUp(before), usedUp(after));
  if (taken === null) return ['undecidable', 'the card can no longer be read'];
  if (taken === 0) return ['not_committed', 'nothing was taken from the card'];
  if (taken === step) return ['committed', 'exactly one use was taken from the card'];
  return [
    'undecidable',
    'what was taken from the card does not match one use: somebody else used or changed it too',
  ];
}

function usedUp(card: Card): number | null {
  if (card.card_type === 'count') return card.used_count;
  return card.card_type === 'point' ? card.used_points : null;
}
