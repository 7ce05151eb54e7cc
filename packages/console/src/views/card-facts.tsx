import { type Card, readCard } from '@kamikit/core';
import type { LedgerEntry } from '@kamikit/ledger';
import { type AskedQuote, wishSchemas } from '@kamikit/spending';
import type { View } from '../view.ts';
import type { Facts } from './parts.tsx';

type FactList = Parameters<typeof Facts>[0]['facts'];
type OfCard = Extract<AskedQuote, { code: string }>;

/** What would be done to a card, and what was left on it as the owner was asked. */
export function cardFacts(view: View, { created_at }: LedgerEntry, quote: OfCard): FactList {
  const { t, clean } = view;
  const card = readCard(quote.card, Date.parse(created_at));
  const left = typeof card === 'string' ? t.approvals.refusals[card] : card && leftOn(view, card);
  return [
    [t.approvals.card, <code>{clean(quote.code, 120)}</code>],
    [t.approvals.left, left],
    [t.approvals.adds, quote.kind === 'recharge_card' ? String(quote.amount) : null],
  ];
}

/** What the cards would be that are issued. */
export function issueFacts(view: View, request: LedgerEntry['request']): FactList | null {
  const { t, clean } = view;
  const cards = wishSchemas.generate_cards.safeParse(request).data;
  if (cards === undefined) return null;
  return [
    [t.approvals.quantity, t.approvals.cards(cards.card_type, cards.count ?? 1)],
    [t.approvals.each, eachOf(view, cards)],
    [t.approvals.remark, clean(cards.remark ?? null, 120)],
  ];
}

function eachOf({ t }: View, cards: NonNullable<ReturnType<typeof wishSchemas.generate_cards.parse>>) {
  switch (cards.card_type) {
    case 'time':
      return t.approvals.duration(cards.duration, cards.duration_unit);
    case 'count':
      return t.approvals.uses(cards.uses);
    case 'point':
      return t.approvals.points(cards.points, cards.points_per_use);
  }
}

function leftOn({ t, clean, time }: View, card: Card): string | null {
  switch (card.card_type) {
    case 'time':
      return t.approvals.timeCard(clean(card.status, 40), card.expire_at && time(card.expire_at));
    case 'count':
      return card.remaining_count === null ? null : t.approvals.uses(card.remaining_count);
    case 'point':
      return card.remaining_points === null
        ? null
        : t.approvals.points(card.remaining_points, card.points_per_use);
  }
}
