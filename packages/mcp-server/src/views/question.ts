import {
  type Card,
  type CardReading,
  type GenerateRequest,
  inMarks,
  subtractMoney,
  UPSTREAM_NAMES,
} from '@kamikit/core';
import type { PricedFacts, Quote } from '@kamikit/spending';
import { cleanText } from './clean-text.ts';

/**
 * What the user is asked about a quote. What is paid comes first, in our words; whatever others wrote comes last, each
 * text in marks and on one line, so that none of them can pass for our price or question.
 */
export function questionFor(quote: Quote): string {
  switch (quote.kind) {
    case 'purchase':
    case 'supplier_trade':
      return [price(quote), payer(quote), goods(quote), ...filledIn(quote)].join('\n');
    case 'use_card':
      return `Use this card once?\n${card(quote)}`;
    case 'recharge_card':
      return `Add ${quote.amount} to this card?\n${card(quote)}`;
    case 'delete_card':
      return `Delete this card permanently?\n${card(quote)}`;
    case 'generate_cards':
      return `Issue ${issued(quote.cards)}?`;
  }
}

function price({ total, quantity, unit_price }: PricedFacts): string {
  const pieces = `${quantity} ${quantity === 1 ? 'piece' : 'pieces'}`;
  return `Pay up to ${total} yuan in all for ${pieces}${unit_price === null ? '' : ` at ${unit_price}`}?`;
}

function payer({ upstream, account, balance, total, budget }: Quote & PricedFacts): string {
  const { left_today, daily_budget } = budget;
  const left = [
    ...(balance === null ? [] : [`balance ${balance} yuan`]),
    ...(left_today === null
      ? []
      : [`${subtractMoney(left_today, total)} of today’s budget of ${daily_budget} yuan left after this`]),
  ];
  return [`From account ${account} at the ${UPSTREAM_NAMES[upstream]}`, ...left].join(', ');
}

function goods({ name, specification }: PricedFacts): string {
  const texts = [name, specification].filter((text) => text !== null && text !== '');
  return `Goods, as the shop calls them: ${texts.map((text) => quoted(text)).join(', ') || 'no name'}`;
}

const MOST_FIELDS = 10;

/** What will be posted with a trade, the shop's defaults included. */
function filledIn({ fields = {} }: PricedFacts): string[] {
  const all = Object.entries(fields);
  if (all.length === 0) return [];
  const told = all.slice(0, MOST_FIELDS).map(([name, value]) => `${quoted(name, 40)} = ${quoted(value)}`);
  if (all.length > MOST_FIELDS) told.push(`${all.length - MOST_FIELDS} more`);
  return [`Filled in: ${told.join(', ')}`];
}

// As much of a name as tells one thing from another.
const LONGEST = 80;

function quoted(text: string | null, longest = LONGEST): string {
  return inMarks(cleanText(text, 5 * longest) ?? '', longest);
}

function card({ code, card }: { code: string; card: CardReading }): string {
  return `Card: ${quoted(code)}, ${typeof card === 'string' ? card : remainder(card)}`;
}

/** What is left on a card, in words. */
function remainder(card: Card): string {
  switch (card.card_type) {
    case 'time': {
      const status = card.status === null ? 'status unknown' : `status ${quoted(card.status, 40)}`;
      return `${status}, ${card.expire_at === null ? 'expiry unknown' : `until ${card.expire_at}`}`;
    }
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
