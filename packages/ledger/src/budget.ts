import { addMoney, compareMoney, KamikitError, type Money, shanghaiDay, subtractMoney } from '@kamikit/core';
import type { Kysely } from 'kysely';
import { addUp, awaitingBut, type Counted, countedOn, spentBy } from './counted.ts';
import type { Wish } from './entry.ts';
import type { Person } from './people.ts';
import type { LedgerSchema } from './schema.ts';
import { ask } from './statement.ts';

/** What may be done, money in yuan; absent: no limit. */
export interface Limits {
  maxOrderTotal?: Money | undefined;
  dailyBudget?: Money | undefined;
  /** How many cards may be issued and recharged a day. */
  dailyCards?: number | undefined;
}

/** The limits and what is left of them, in yuan; `null` where there is no limit. A day is one of Asia/Shanghai. */
export interface Budget {
  day: string;
  max_order_total: Money | null;
  daily_budget: Money | null;
  spent_today: Money;
  left_today: Money | null;
  daily_cards: number | null;
  /** How many were issued or recharged. */
  cards_today: number;
  cards_left_today: number | null;
}

const ZERO = addMoney();

interface Budgeting {
  /** An entry that does not count, because it is the one in question. */
  exceptId?: string;
  /** Whose limits bind beside those of all. */
  person?: Person | null;
}

/**
 * Adds up today's entries. Whatever may have happened counts, what may yet be approved, and what is said to have been
 * refunded too, until the account's balance shows it.
 */
export async function readBudget(
  db: Kysely<LedgerSchema>,
  limits: Limits,
  nowMs: number,
  { exceptId = '', person = null }: Budgeting = {},
): Promise<Budget> {
  const awaiting = addUp(await ask(db, awaitingBut(exceptId, nowMs)));
  return budgetWith(await countedOn(db, shanghaiDay(nowMs)), awaiting, limits, person);
}

/** The same, of what counts that day, and what awaits its owner. */
export function budgetWith(
  { day, ...counted }: Counted,
  awaiting: Omit<Counted, 'day'>,
  limits: Limits,
  person: Person | null,
): Budget {
  const counts = [counted, awaiting];
  const spent = addMoney(...counts.map((each) => each.spent));
  const cards = counts.reduce((sum, each) => sum + each.cards, 0);
  const own = person && addMoney(...counts.map((each) => spentBy(each, person.name)));
  const ofAll = sumsOf(limits.dailyBudget ?? null, spent);
  const ofPerson = person === null || own === null ? null : sumsOf(person.daily_budget, own);
  return {
    day,
    max_order_total: smaller(limits.maxOrderTotal ?? null, person?.max_order ?? null),
    ...(ofPerson !== null && isTighter(ofPerson, ofAll) ? ofPerson : ofAll),
    daily_cards: limits.dailyCards ?? null,
    cards_today: cards,
    cards_left_today: limits.dailyCards === undefined ? null : Math.max(limits.dailyCards - cards, 0),
  };
}

type Sums = Pick<Budget, 'daily_budget' | 'spent_today' | 'left_today'>;

function sumsOf(daily: Money | null, spent: Money): Sums {
  const left = daily === null ? null : subtractMoney(daily, spent);
  return {
    daily_budget: daily,
    spent_today: spent,
    left_today: left !== null && compareMoney(left, ZERO) < 0 ? ZERO : left,
  };
}

/** A person's budget lies inside the one of all: whichever leaves less binds. */
function isTighter({ left_today: own }: Sums, { left_today: ofAll }: Sums): boolean {
  return own !== null && (ofAll === null || compareMoney(own, ofAll) <= 0);
}

function smaller(a: Money | null, b: Money | null): Money | null {
  if (a === null || b === null) return a ?? b;
  return compareMoney(a, b) <= 0 ? a : b;
}

/** @throws {KamikitError} `over_budget`, saying which limit and what is left of it. */
export function assertAffordable(
  { amount, cards = 0 }: Pick<Wish, 'amount' | 'cards'>,
  budget: Budget,
): void {
  if (amount !== null) assertPayable(amount, budget);
  if (budget.cards_left_today !== null && cards > budget.cards_left_today) {
    throw overBudget(
      `${cards} to be issued or recharged, but only ${budget.cards_left_today} of the ${budget.daily_cards} cards for ${budget.day} are left`,
    );
  }
}

function assertPayable(amount: Money, budget: Budget): void {
  if (budget.max_order_total !== null && compareMoney(amount, budget.max_order_total) > 0) {
    throw overBudget(
      `${amount} yuan requested, but at most ${budget.max_order_total} yuan is allowed per order`,
    );
  }
  if (budget.left_today !== null && compareMoney(amount, budget.left_today) > 0) {
    throw overBudget(
      `${amount} yuan requested, but only ${budget.left_today} of the ${budget.daily_budget} yuan for ${budget.day} ` +
        `is left (${budget.spent_today} spent)`,
    );
  }
}

function overBudget(message: string): KamikitError {
  return new KamikitError(`Over budget: ${message}.`, {
    code: 'over_budget',
    outcome: 'not_committed',
    neverSent: true,
    hint: 'Nothing was sent. Ask for less, or have the owner raise the limit. The limits of a day reset at midnight, Asia/Shanghai.',
  });
}

/** @throws {TypeError} for an amount below zero. */
export function assertNotNegative(amount: Money | null | undefined, name: string): void {
  if (amount && compareMoney(amount, ZERO) < 0)
    throw new TypeError(`${name} must not be negative: ${amount}`);
}

/** @throws {TypeError} for what is no count. */
export function assertCount(count: number | undefined, name: string): void {
  if (count !== undefined && !(Number.isSafeInteger(count) && count >= 0))
    throw new TypeError(`${name} must be a whole number, not negative: ${count}`);
}
