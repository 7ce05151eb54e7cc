import type { Card, GenerateRequest } from '@kamikit/core';
import type { PricedFacts, Quote } from '@kamikit/spending';
import { cleanText } from './clean-text.ts';

/** What the user is asked about a quote. */
export function questionFor(quote: Quote): string {
  switch (quote.kind) {
    case 'purchase':
      return `Buy ${goods(quote)} for ${quote.total} yuan?`;
    case 'supplier_trade':
      return `Buy ${goods(quote)} from the supplier for ${quote.total} yuan?`;
    case 'use_card':
      return `Use the card ${quote.code} once (${remainder(quote.card)})?`;
    case 'recharge_card': {
      const now = typeof quote.card === 'string' ? quote.card : remainder(quote.card);
      return `Add ${quote.amount} to the card ${quote.code} (${now})?`;
    }
    case 'generate_cards':
      return `Issue ${issued(quote.cards)}?`;
  }
}

function goods({ name, specification, quantity }: PricedFacts): string {
  return `${quantity} × ${cleanText(name, 80)} [${cleanText(specification, 60)}]`;
}

/** What is left on a card, in words. */
function remainder(card: Card): string {
  switch (card.card_type) {
    case 'time':
      return `${cleanText(card.status, 40) ?? 'status unknown'}, until ${card.expire_at ?? 'unknown'}`;
    case 'count':
      return `${card.remaining_count ?? 'unknown'} uses left`;
    case 'point':
      return `${card.remaining_points ?? 'unknown'} points left, ${card.points_per_use ?? 'unknown'} a use`;
  }
}

function issued(cards: GenerateRequest): string {
  const { card_type, count = 1 } = cards;
  return `${count} ${card_type} ${count === 1 ? 'card' : 'cards'} of ${contentOf(cards)}`;
}

function contentOf(cards: GenerateRequest): string {
  switch (cards.card_type) {
    case 'time':
      return `${cards.duration} ${cards.duration_unit}`;
    case 'count':
      return `${cards.uses} uses`;
    case 'point':
      return `${cards.points} points, ${cards.points_per_use} a use`;
  }
}
