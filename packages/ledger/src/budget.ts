import {
  addMoney,
  compareMoney,
  KamikitError,
  type Money,
  multiplyMoney,
  shanghaiDay,
  subtractMoney,
} from '@kamikit/core';
import type { Kysely } from 'kysely';
import type { LedgerSchema } from './schema.ts';
import { RELEASED } from './transition.ts';

/** What may be spent, in yuan; absent: no limit. */
export interface Limits {
  maxOrderTotal?: Money | undefined;
  dailyBudget?: Money | undefined;
}

/** The limits and what is left of them, in yuan; `null` where there is no limit. A day is one of Asia/Shanghai. */
export interface Budget {
  day: string;
  max_order_total: Money | null;
  daily_budget: Money | null;
  spent_today: Money;
  left_today: Money | null;
}

const ZERO = addMoney();

/** Adds up what today's entries cost; an unknown outcome counts as spent. */
export async function readBudget(db: Kysely<LedgerSchema>, limits: Limits, nowMs: number): Promise<Budget> {
  const day = shanghaiDay(nowMs);
  // Grouped by price and added up here: SQLite has no exact decimals.
  const prices = await db
    .selectFrom('entries')
    .select(({ fn }) => ['amount', fn.countAll<number>().as('count')])
    .where('day', '=', day)
    .where('state', 'not in', RELEASED)
    .where('amount', 'is not', null)
    .groupBy('amount')
    .$narrowType<{ amount: Money }>()
    .execute();
  const spent = addMoney(...prices.map(({ amount, count }) => multiplyMoney(amount, Number(count))));
  const left = limits.dailyBudget === undefined ? null : subtractMoney(limits.dailyBudget, spent);
  return {
    day,
    max_order_total: limits.maxOrderTotal ?? null,
    daily_budget: limits.dailyBudget ?? null,
    spent_today: spent,
    left_today: left !== null && compareMoney(left, ZERO) < 0 ? ZERO : left,
  };
}

/** @throws {KamikitError} `over_budget`, saying which limit and what is left of it. */
export function assertAffordable(amount: Money, budget: Budget): void {
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
    hint: 'Nothing was sent. Order less, or have the owner raise the limit. The daily budget resets at midnight, Asia/Shanghai.',
  });
}

/** @throws {TypeError} for an amount below zero. */
export function assertNotNegative(amount: Money | null | undefined, name: string): void {
  if (amount && compareMoney(amount, ZERO) < 0)
    throw new TypeError(`${name} must not be negative: ${amount}`);
}
