import { type CardRow, KamikitError } from '@kamikit/core';
import { type SpentEntry, type StoredCard, storeCard } from '@kamikit/spending';
import * as z from 'zod';
import type { CallMessages } from '../messages/calls.en.ts';
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

export function viewCard(card: StoredCard): CardView {
  const { code, card_type } = card;
  switch (card_type) {
    case 'time':
      return {
        ...{ code, card_type, status: cleanText(card.status, 40) },
        ...(card.duration !== null && { duration: card.duration }),
        duration_unit: cleanText(card.duration_unit, 20),
        expire_at: card.expire_at,
        remaining_seconds: card.remaining_seconds,
      };
    case 'count': {
      const { used_count, remaining_count, total_uses } = card;
      return { code, card_type, used_count, remaining_count, ...(total_uses !== null && { total_uses }) };
    }
    case 'point': {
      const { points_per_use, used_points, remaining_points, total_points } = card;
      return {
        ...{ code, card_type, points_per_use, used_points, remaining_points },
        ...(total_points !== null && { total_points }),
      };
    }
  }
}

/** A row of a list, about which less may be known. */
export function viewCardRow({ code, card_type, status, card }: CardRow): CardView {
  return card === null ? { code, card_type, status: cleanText(status, 40) } : viewCard(storeCard(card));
}

/** A card as it was after being used or recharged. */
export const dealingView = z.object({
  entry_id: z.string(),
  card: cardView,
  /** Says that this answer exists nowhere else. */
  ledger_notice: z.string().optional(),
});

/** @throws {KamikitError} when the entry was settled without an answer: then nobody has seen it. */
export function viewDealing(
  { id, result, notice }: SpentEntry<'use_card'> | SpentEntry<'recharge_card'>,
  say: CallMessages,
): z.input<typeof dealingView> {
  if (result === null) {
    throw new KamikitError(`Entry ${id} took place, but the service’s answer is not known.`, {
      code: 'outcome_unknown',
      outcome: 'unknown',
      hint: say.failure.doneOnce,
    });
  }
  return {
    ...{ entry_id: id, card: viewCard(result.card) },
    ...(notice !== null && { ledger_notice: say.result.unrecorded({ said: notice }) }),
  };
}
