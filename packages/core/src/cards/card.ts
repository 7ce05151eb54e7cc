import * as z from 'zod';
import { parseShanghaiTime } from '../shanghai-time.ts';
import { wireCode, wireInteger, wireText, wireTime } from '../wire.ts';

export type CardType = 'time' | 'count' | 'point';

// `duration` and `total_uses` mean something else on each type of card (cards facts, overloaded names). Where the
// document does not show such a name on a type, it is left out rather than passed on with the wrong meaning.
const overloaded = z
  .unknown()
  .transform(() => undefined)
  .optional();

const common = { code: wireCode, card_type_name: wireText };

/** What verify, use and recharge return for a time card. `expire_at` is there on an unused card too. */
export const timeFields = {
  ...common,
  card_type: z.literal('time'),
  duration_unit: wireText,
  duration_unit_name: wireText,
  expire_at: wireTime,
  status: wireText,
  /** The upstream's own words, for hour cards only: "18小时30分". */
  remaining_time: wireText,
  total_uses: overloaded,
};

export const countFields = {
  ...common,
  card_type: z.literal('count'),
  used_count: wireInteger,
  remaining_count: wireInteger,
  duration: overloaded,
};

export const pointFields = {
  ...common,
  card_type: z.literal('point'),
  points_per_use: wireInteger,
  used_points: wireInteger,
  remaining_points: wireInteger,
  duration: overloaded,
  total_uses: overloaded,
};

/** A card as verify and use return it (cards document, action=verify and action=use). */
export const cardSchema = z.discriminatedUnion('card_type', [
  z
    .looseObject({ ...timeFields, duration: wireInteger })
    .transform((card) => ({ ...card, used: readUsed(card.status) })),
  z.looseObject({ ...countFields, total_uses: wireInteger }),
  z.looseObject({ ...pointFields, total_points: wireInteger }),
]);

type BareCard = z.output<typeof cardSchema>;
export type TimeCard = WithRemaining<Extract<BareCard, { card_type: 'time' }>>;
export type CountCard = Extract<BareCard, { card_type: 'count' }>;
export type PointCard = Extract<BareCard, { card_type: 'point' }>;

/** A card by its `card_type`: durations, uses and points never share a name. Times are ISO 8601 with `+08:00`. */
export type Card = TimeCard | CountCard | PointCard;

/** A time card's `remaining_seconds` until `expire_at`: 0 once that has passed, null when it is not known. */
export type WithRemaining<T> = T extends { card_type: 'time' } ? T & { remaining_seconds: number | null } : T;

/** Adds what is left of a time card at `now`; other cards stay as they are. */
export function withRemaining<T extends { card_type: CardType; expire_at?: unknown }>(
  card: T,
  now: number,
): WithRemaining<T>;
export function withRemaining(card: { card_type: CardType; expire_at?: unknown }, now: number): object {
  if (card.card_type !== 'time') return card;
  const end = typeof card.expire_at === 'string' ? parseShanghaiTime(card.expire_at) : null;
  return { ...card, remaining_seconds: end === null ? null : Math.max(0, Math.floor((end - now) / 1000)) };
}

/** Whether a status says the card was used (cards document: 未使用/已使用 as text, 0/1 in query); null when it says neither. */
export function readUsed(status: string | null): boolean | null {
  if (status === '已使用' || status === '1') return true;
  return status === '未使用' || status === '0' ? false : null;
}
