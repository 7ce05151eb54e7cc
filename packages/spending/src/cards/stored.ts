import type { Card, Recharge } from '@kamikit/core';
import * as z from 'zod';

// One odd field must not hide the goods beside it.
const text = z.string().nullable().default(null).catch(null);
const integer = z.int().nullable().default(null).catch(null);

/** What the ledger keeps of a card: the fields of its `card_type` as the service gave them, the others null. */
const storedCard = z.object({
  code: z.string(),
  card_type: z.enum(['time', 'count', 'point']),
  status: text,
  duration: integer,
  duration_unit: text,
  expire_at: text,
  /** At the time of the answer. */
  remaining_seconds: integer,
  total_uses: integer,
  used_count: integer,
  remaining_count: integer,
  total_points: integer,
  points_per_use: integer,
  used_points: integer,
  remaining_points: integer,
});

/** A card as the ledger keeps it; times are ISO 8601 with `+08:00`. */
export type StoredCard = z.output<typeof storedCard>;

/** What the ledger keeps of a use or a recharge. */
export const storedDealing = z.object({ card: storedCard });

/** What the ledger keeps of a deletion: the card as it was before; null where the service only refused to use it. */
export const storedDeletion = z.object({ code: z.string(), card: storedCard.nullable() });

/** What the ledger keeps of issued cards. */
export const storedIssue = z.object({ codes: z.array(z.string()) });

const NOTHING: Omit<StoredCard, 'code' | 'card_type'> = {
  ...{ status: null, duration: null, duration_unit: null, expire_at: null, remaining_seconds: null },
  ...{ total_uses: null, used_count: null, remaining_count: null },
  ...{ total_points: null, points_per_use: null, used_points: null, remaining_points: null },
};

/** The card as `verify`, `use` or `recharge` returned it; a recharge has other names for the new totals. */
export function storeCard(card: Card | Recharge): StoredCard {
  switch (card.card_type) {
    case 'time': {
      const { code, card_type, status, duration_unit, expire_at, remaining_seconds } = card;
      const duration = asInteger('duration' in card ? card.duration : null);
      return { ...NOTHING, code, card_type, status, duration, duration_unit, expire_at, remaining_seconds };
    }
    case 'count': {
      const { code, card_type, used_count, remaining_count } = card;
      const total_uses = asInteger('new_total_uses' in card ? card.new_total_uses : card.total_uses);
      return { ...NOTHING, code, card_type, used_count, remaining_count, total_uses };
    }
    case 'point': {
      const { code, card_type, points_per_use, used_points, remaining_points } = card;
      const total_points = asInteger('new_total_points' in card ? card.new_total_points : card.total_points);
      return { ...NOTHING, code, card_type, points_per_use, used_points, remaining_points, total_points };
    }
  }
}

function asInteger(value: unknown): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) ? value : null;
}
