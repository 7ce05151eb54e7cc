import { parseShanghaiTime } from '../shanghai-time.ts';
import type { Card, TimeCard } from './card.ts';
import type { CardReading } from './read-card.ts';
import { assertSameCard, type CardVerdict, growth } from './verdict.ts';

/**
 * Whether one recharge by `amount` took place between two readings of a card. `before` may be a refusal, since used-up
 * and expired cards are the ones people recharge. Take `after` only when the request can no longer be under way.
 *
 * @throws {TypeError} when the readings are of different cards.
 */
export function reconcileRecharge(before: CardReading, after: CardReading, amount: number): CardVerdict {
  assertSameCard(before, after);
  const [verdict, reason] =
    typeof after === 'string'
      ? (['undecidable', 'the card cannot be read'] as const)
      : typeof before === 'string'
        ? judgeRevived(before, after, amount)
        : judgeGrowth(additions(before, after), amount);
  return { verdict, evidence: { before, after, amount }, reason };
}

type Judgement = readonly [CardVerdict['verdict'], reason: string];

function judgeGrowth(added: readonly (number | null)[], amount: number): Judgement {
  if (added.every((value) => value === 0)) return ['not_committed', 'nothing was added to the card'];
  if (added.every((value) => value === 0 || value === null))
    return ['undecidable', 'the card does not show enough to tell'];
  return added.every((value) => value === 0 || value === null || value === amount)
    ? ['committed', 'exactly the amount was added to the card']
    : ['undecidable', 'what was added to the card does not match the amount: somebody else changed it too'];
}

function additions(before: Card, after: Card): (number | null)[] {
  if (before.card_type === 'count' && after.card_type === 'count')
    return [growth(before.total_uses, after.total_uses)];
  if (before.card_type === 'point' && after.card_type === 'point')
    return [growth(before.total_points, after.total_points)];
  if (before.card_type !== 'time' || after.card_type !== 'time') return [null];
  // A used card's end moves (cards document, action=recharge); an unused one's duration may grow, or both may.
  return [growth(before.duration, after.duration), extension(before, after)];
}

const UNIT_MS: Record<string, number> = { hour: 3_600_000, day: 86_400_000 };

/** By how much a card's end moved, in its own unit. */
function extension(before: TimeCard, after: TimeCard): number | null {
  const ms = growth(epochOf(before.expire_at), epochOf(after.expire_at));
  const unit = UNIT_MS[before.duration_unit ?? ''];
  return ms === null || unit === undefined ? null : ms / unit;
}

function epochOf(time: string | null): number | null {
  return time === null ? null : parseShanghaiTime(time);
}

/** A card that was refused before and is valid now. */
function judgeRevived(before: CardReading, after: Card, amount: number): Judgement {
  if (before === 'card_expired' && after.card_type === 'time')
    return ['committed', 'an expired card is valid again, which only a recharge can do'];
  const left =
    after.card_type === 'count'
      ? after.remaining_count
      : after.card_type === 'point'
        ? after.remaining_points
        : null;
  // A used-up point card may still hold fewer points than one use takes.
  const rest = after.card_type === 'point' ? (after.points_per_use ?? 1) - 1 : 0;
  return before === 'card_exhausted' && left !== null && left >= amount && left <= amount + rest
    ? ['committed', 'the card was used up, and now holds exactly the amount']
    : ['undecidable', 'the card could not be read before, and does not hold exactly the amount now'];
}
