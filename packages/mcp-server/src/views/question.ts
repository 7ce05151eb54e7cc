import type { Card, GenerateRequest } from '@kamikit/core';
import { type PricedFacts, type Quote, titleOf } from '@kamikit/spending';
import { cleanText } from './clean-text.ts';

/** What the user is asked about a quote. */
export function questionFor(quote: Quote): string {
  switch (quote.kind) {
    case 'purchase':
      return `Buy ${goods(quote)} for ${quote.total} yuan?`;
    case 'supplier_trade':
      return `Buy ${goods(quote)} from the supplier for ${quote.total} yuan?${filledIn(quote)}`;
    case 'use_card':
      return `Use the card ${quote.code} once (${remainder(quote.card)})?`;
    case 'recharge_card': {
      const now = typeof quote.card === 'string' ? quote.card : remainder(quote.card);
      return `Add ${quote.amount} to the card ${quote.code} (${now})?`;
    }
    case 'delete_card':
      return `Delete the card ${quote.code} (${typeof quote.card === 'string' ? quote.card : remainder(quote.card)}) permanently?`;
    case 'generate_cards':
      return `Issue ${issued(quote.cards)}?`;
  }
}

function goods({ name, specification, quantity }: PricedFacts): string {
  return `${quantity} × ${titleOf({ name: cleanText(name, 80), specification: cleanText(specification, 60) })}`;
}

/** What will be posted with a trade, the shop's defaults included. */
function filledIn({ fields = {} }: PricedFacts): string {
  const told = Object.entries(fields).map(
    ([name, value]) => `${cleanText(name, 40)} = ${JSON.stringify(cleanText(value, 100))}`,
  );
  return told.length === 0 ? '' : ` With ${told.join(', ')}.`;
}

/** What is left on a card, in words. */
function remainder(card: Card): string {
  switch (card.card_type) {
    case 'time':
      return `${cleanText(card.status, 40) ?? 'status unknown'}, ${card.expire_at === null ? 'expiry unknown' : `until ${card.expire_at}`}`;
    case 'count':
      return `${counted(card.remaining_count, 'use')} left`;
    case 'point':
      return `${counted(card.remaining_points, 'point')} left, ${card.points_per_use ?? 'unknown'} per use`;
  }
}

function issued(cards: GenerateRequest): string {
  const { card_type, count = 1 } = cards;
  return `${count} ${card_type} ${count === 1 ? 'card' : 'cards'} of ${contentOf(cards)}`;
}

function contentOf(cards: GenerateRequest): string {
  switch (cards.card_type) {
    case 'time':
      return counted(cards.duration, cards.duration_unit);
    case 'count':
      return counted(cards.uses, 'use');
    case 'point':
      return `${counted(cards.points, 'point')}, ${cards.points_per_use} per use`;
  }
}

function counted(number: number | null, noun: string): string {
  return number === null ? `an unknown number of ${noun}s` : `${number} ${noun}${number === 1 ? '' : 's'}`;
}
