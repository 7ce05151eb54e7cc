import {
  addMoney,
  type Card,
  type CardReading,
  compareMoney,
  type GenerateRequest,
  inMarks,
  KamikitError,
  type Money,
  UPSTREAM_NAMES,
  type Upstream,
} from '@kamikit/core';
import type { Budget, Goods } from '@kamikit/ledger';

/** Something bought. Names are the shop's own words, untrusted; money in yuan. */
export interface PricedFacts {
  kind: 'purchase' | 'supplier_trade';
  name: string | null;
  specification: string | null;
  quantity: number;
  /** Null where the shop gives only the total. */
  unit_price: Money | null;
  total: Money;
  /** The account's balance; null where the shop does not show it. */
  balance: Money | null;
  /** What the buyer filled in, as it will be posted: choices by their values, the shop's defaults included. */
  fields?: Readonly<Record<string, string>>;
}

/** A card used once. */
export interface UseFacts {
  kind: 'use_card';
  code: string;
  card: Card;
}

/** Time, uses or points added to a card; `card` may be a refusal, since used-up and expired cards are the ones people recharge. */
export interface RechargeFacts {
  kind: 'recharge_card';
  code: string;
  amount: number;
  card: CardReading;
}

/** A card deleted, with whatever is left on it. */
export interface DeletionFacts {
  kind: 'delete_card';
  code: string;
  card: CardReading;
}

/** Cards issued. */
export interface IssueFacts {
  kind: 'generate_cards';
  cards: GenerateRequest;
}

export type QuotedFacts = PricedFacts | UseFacts | RechargeFacts | DeletionFacts | IssueFacts;

/** What is about to be done, told apart by `kind`: for whoever decides about it. */
export type Quote = QuotedFacts & {
  upstream: Upstream;
  /** Identifies the account; the client's own `account`. */
  account: string;
  /** The limits and what they leave today, before this. */
  budget: Budget;
};

/** What is bought, for the ledger; null where nothing is. */
export function goodsOf(facts: QuotedFacts): Goods | null {
  if (facts.kind !== 'purchase' && facts.kind !== 'supplier_trade') return null;
  const { name, specification, quantity } = facts;
  return { name, specification, quantity };
}

/** Decides about a quote. Anything but `true` is a no. */
export type Confirm = (quote: Quote) => Promise<boolean> | boolean;

/** How errors name what is bought: in the shop's own words, and in marks. */
export function titleOf({ name, specification }: Pick<PricedFacts, 'name' | 'specification'>): string {
  const title = [name, specification && `[${specification}]`].filter(Boolean).join(' ');
  return title === '' ? 'it' : inMarks(title, 120);
}

/**
 * @throws {KamikitError} `malformed_response` for a total that is not above zero, `price_changed` when it is above what
 * the caller allows.
 */
export function assertPayable(priced: PricedFacts, maxTotal: Money, upstream: Upstream): void {
  const { quantity, total } = priced;
  const title = titleOf(priced);
  const about = { upstream, outcome: 'not_committed', neverSent: true } as const;
  // What is charged in the end would be held against no limit.
  if (compareMoney(total, addMoney()) <= 0) {
    const message = `The ${UPSTREAM_NAMES[upstream]} shows a price of ${total} yuan for ${quantity} × ${title}. Nothing was bought.`;
    throw new KamikitError(message, { ...about, code: 'malformed_response' });
  }
  if (compareMoney(total, maxTotal) <= 0) return;
  throw new KamikitError(
    `${quantity} × ${title} now costs ${total} yuan, more than max_total ${maxTotal}; nothing was sent.`,
    { ...about, code: 'price_changed' },
  );
}
