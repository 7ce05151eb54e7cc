import type { Card, CardRow, Recharge } from '@kamikit/core';
import * as z from 'zod';
import { cleanText } from './clean-text.ts';

const integer = z.int().nullable().optional();

/** A card as a model sees it: the fields of its `card_type`, others absent. */
export const cardView = z.object({
  code: z.string(),
  card_type: z.enum(['time', 'count', 'point']).nullable(),
  status: z.string().nullable().optional(),
  duration: integer,
  duration_unit: z.string().nullable().optional(),
  expire_at: z.string().nullable().optional(),
  remaining_seconds: integer,
  total_uses: integer,
  used_count: integer,
  remaining_count: integer,
  total_points: integer,
  points_per_use: integer,
  used_points: integer,
  remaining_points: integer,
});

export type CardView = z.input<typeof cardView>;

export function viewCard(card: Card | Recharge): CardView {
  const { code, card_type } = card;
  switch (card.card_type) {
    case 'time':
      return {
        ...{ code, card_type, status: cleanText(card.status, 40) },
        ...('duration' in card && typeof card.duration === 'number' && { duration: card.duration }),
        duration_unit: cleanText(card.duration_unit, 20),
        expire_at: card.expire_at,
        remaining_seconds: card.remaining_seconds,
      };
    case 'count': {
      const { used_count, remaining_count } = card;
      const total_uses = 'new_total_uses' in card ? card.new_total_uses : card.total_uses;
      return {
        ...{ code, card_type, used_count, remaining_count },
        ...(isInteger(total_uses) && { total_uses }),
      };
    }
    case 'point': {
      const { points_per_use, used_points, remaining_points } = card;
      const total_points = 'new_total_points' in card ? card.new_total_points : card.total_points;
      return {
        ...{ code, card_type, points_per_use, used_points, remaining_points },
        ...(isInteger(total_points) && { total_points }),
      };
    }
  }
}

function isInteger(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

/** A row of a list, of which less may be known. */
export function viewCardRow({ code, card_type, status, card }: CardRow): CardView {
  return card === null ? { code, card_type, status: cleanText(status, 40) } : viewCard(card);
}

/** What is left on a card, in words. */
export function remainder(card: Card): string {
  switch (card.card_type) {
    case 'time':
      return `${cleanText(card.status, 40) ?? 'status unknown'}, until ${card.expire_at ?? 'unknown'}`;
    case 'count':
      return `${card.remaining_count ?? 'unknown'} uses left`;
    case 'point':
      return `${card.remaining_points ?? 'unknown'} points left, ${card.points_per_use ?? 'unknown'} a use`;
  }
}
