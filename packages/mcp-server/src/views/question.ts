import {
  type Card,
  type CardReading,
  type GenerateRequest,
  inMarks,
  readCard,
  subtractMoney,
} from '@kamikit/core';
import type { LedgerEntry } from '@kamikit/ledger';
import { type PricedFacts, type Quote, quoteOf, wishSchemas } from '@kamikit/spending';
import type { Questions } from '../messages/questions.en.ts';
import { cleanText } from './clean-text.ts';

/**
 * What the user is asked about a quote. What is paid comes first, in our words; whatever others wrote comes last, each
 * text in marks and on one line, so that none of them can pass for our price or question.
 */
export function questionFor(quote: Quote, say: Questions): string {
  switch (quote.kind) {
    case 'purchase':
    case 'supplier_trade':
      return pricedQuestion(quote, say);
    case 'generate_cards':
      return issue(quote.cards, say);
    default:
      return cardQuestion(quote, say);
  }
}

/** The same without what others change who buy with the same account meanwhile: its balance, and what is left of the budget. */
export function agreedIn(quote: Quote, say: Questions): string {
  const budget = { ...quote.budget, left_today: null };
  return questionFor('balance' in quote ? { ...quote, balance: null, budget } : quote, say);
}

/** The same about an entry that awaits its owner, as far as it can be read. */
export function questionAbout(
  entry: Pick<LedgerEntry, 'id' | 'kind' | 'quote' | 'request' | 'created_at'>,
  say: Questions,
): string {
  const quote = quoteOf(entry);
  const unreadable = say.unreadable({ kind: entry.kind, entryId: entry.id });
  if (quote === null) return unreadable;
  switch (quote.kind) {
    case 'purchase':
    case 'supplier_trade':
      return pricedQuestion(quote, say);
    case 'generate_cards': {
      const cards = wishSchemas.generate_cards.safeParse(entry.request).data;
      return cards === undefined ? unreadable : issue(cards, say);
    }
    default: {
      const card = readCard(quote.card, Date.parse(entry.created_at));
      return card === null ? unreadable : cardQuestion({ ...quote, card }, say);
    }
  }
}

type Priced = Omit<PricedFacts, 'kind' | 'fields'> &
  Pick<Quote, 'upstream' | 'account'> & {
    fields?: PricedFacts['fields'] | undefined;
    budget: Pick<Quote['budget'], 'left_today' | 'daily_budget'>;
  };

function pricedQuestion(quote: Priced, say: Questions): string {
  return [price(quote, say), payer(quote, say), goods(quote, say), ...filledIn(quote, say)].join('\n');
}

type OfCard = { code: string; card: CardReading } & (
  | { kind: 'use_card' | 'delete_card' }
  | { kind: 'recharge_card'; amount: number }
);

function cardQuestion(quote: OfCard, say: Questions): string {
  switch (quote.kind) {
    case 'use_card':
      return `${say.useCard}\n${card(quote, say)}`;
    case 'recharge_card':
      return `${say.rechargeCard(quote)}\n${card(quote, say)}`;
    case 'delete_card':
      return `${say.deleteCard}\n${card(quote, say)}`;
  }
}

function price({ total, quantity, unit_price: unitPrice }: Priced, say: Questions): string {
  return say.pay({ total, quantity, unitPrice });
}

function payer({ upstream, account, balance, total, budget }: Priced, say: Questions): string {
  const { left_today, daily_budget } = budget;
  return [
    say.account({ account, upstream }),
    ...(balance === null ? [] : [say.balance({ balance })]),
    ...(left_today === null || daily_budget === null
      ? []
      : [say.budgetLeft({ left: subtractMoney(left_today, total), daily: daily_budget })]),
  ].join('');
}

function goods({ name, specification }: Priced, say: Questions): string {
  const texts = [name, specification].filter((text) => text !== null && text !== '');
  return say.goods({ texts: texts.map((text) => quoted(text)) });
}

const MOST_FIELDS = 10;

/** What will be posted with a trade, the shop's defaults included. */
function filledIn({ fields = {} }: Priced, say: Questions): string[] {
  const all = Object.entries(fields);
  if (all.length === 0) return [];
  const told = all.slice(0, MOST_FIELDS).map(([name, value]) => `${quoted(name, 40)} = ${quoted(value)}`);
  return [say.filledIn({ fields: told, more: all.length - told.length })];
}

// As much of a name as tells one thing from another.
const LONGEST = 80;

function quoted(text: string | null, longest = LONGEST): string {
  return inMarks(cleanText(text, 5 * longest) ?? '', longest);
}

function card({ code, card: reading }: { code: string; card: CardReading }, say: Questions): string {
  const left = typeof reading === 'string' ? say.refusals[reading] : remainder(reading, say);
  return say.card({ code: quoted(code), left });
}

/** What is left on a card, in words. */
function remainder(card: Card, say: Questions): string {
  switch (card.card_type) {
    case 'time':
      return say.timeCard({
        status: card.status === null ? null : quoted(card.status, 40),
        until: card.expire_at,
      });
    case 'count':
      return say.countCard({ uses: card.remaining_count });
    case 'point':
      return say.pointCard({ points: card.remaining_points, perUse: card.points_per_use });
  }
}

function issue(cards: GenerateRequest, say: Questions): string {
  const { count = 1 } = cards;
  switch (cards.card_type) {
    case 'time':
      return say.issueTime({ count, duration: cards.duration, unit: cards.duration_unit });
    case 'count':
      return say.issueCount({ count, uses: cards.uses });
    case 'point':
      return say.issuePoint({ count, points: cards.points, perUse: cards.points_per_use });
  }
}
