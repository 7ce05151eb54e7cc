import { addMoney, compareMoney, type Money, multiplyMoney } from '@kamikit/core';
import type { Kysely } from 'kysely';
import { type DayRange, timesOf } from './days.ts';
import type { Goods } from './entry.ts';
import { parseGoods } from './entry-row.ts';
import type { LedgerSchema } from './schema.ts';

type Db = Kysely<LedgerSchema>;

/** By what entries may be told apart. */
export const SUMMARY_GROUPS = ['day', 'month', 'good', 'account'] as const;

export type SummaryGroup = (typeof SUMMARY_GROUPS)[number];

export interface SummaryOptions extends DayRange {
  groupBy?: SummaryGroup | undefined;
  /** Only what this person wished for. */
  person?: string | undefined;
  /** How many groups to show; all of them by default. */
  limit?: number | undefined;
}

/** Entries that cost money, added up; amounts in yuan. */
export interface Spent {
  entries: number;
  /** How many pieces were bought or are still expected, as far as the entries say; those of failed and refunded entries are no part of it. */
  quantity: number;
  /** What was paid, as charged or else as agreed, without what came back. */
  spent: Money;
  /** What counts for the budgets: the larger of agreed and charged, without refunds that the account's balance shows. */
  amount: Money;
  /** What upstreams said that they charged, as far as they did; refunds are not taken off. */
  charged: Money;
  /** What was paid and came back: no part of `spent` any more. */
  refunded: Money;
  /** What is said to have been refunded and has not been seen to come back: a part of `spent` still. */
  refund_awaited: Money;
  /** What may yet turn out not to be spent, because the outcome is not known or not final: a part of `spent`. */
  open: Money;
}

/** What belongs together; only the fields that tell it apart are there. */
export interface SpentGroup extends Spent {
  day?: string;
  /** `YYYY-MM` */
  month?: string;
  account?: string | null;
  kind?: string;
  /** The account's own number for what was bought. */
  good?: string | null;
  /** What was bought, as it was named last. */
  goods?: Goods | null;
}

export interface SpendingSummary {
  total: Spent;
  /** The latest days and months first; goods and accounts by what they cost. */
  groups: SpentGroup[];
  /** How many there are, shown or not. */
  groups_total: number;
}

type Column = 'day' | 'kind' | 'account' | 'good';

const TOLD_APART_BY: Readonly<Record<SummaryGroup, readonly Column[]>> = {
  ...{ day: ['day'], month: ['day'] },
  // An account is one upstream's, and each upstream has one kind that costs money.
  account: ['kind', 'account'],
  good: ['kind', 'account', 'good'],
};

type Key = Pick<SpentGroup, 'day' | 'month' | 'account' | 'kind' | 'good'>;

/** @throws {TypeError} for what is no day. */
export async function readSummary(
  db: Db,
  { since, until, groupBy, person, limit = Number.POSITIVE_INFINITY }: SummaryOptions,
): Promise<SpendingSummary> {
  timesOf({ since, until });
  const columns = groupBy === undefined ? [] : TOLD_APART_BY[groupBy];
  // Whatever the days, asked for by day: one index holds all that is read here.
  let spending = db.selectFrom('entries').where('day', '>=', since ?? '');
  if (until !== undefined) spending = spending.where('day', '<=', until);
  if (person !== undefined) spending = spending.where('person', '=', person);
  // Grouped by price and added up here: SQLite has no exact decimals.
  const prices = await spending
    .select([...columns, 'state', 'refund_shown', 'amount', 'charged'])
    .select(({ fn }) => [fn.countAll<number>().as('count'), fn.sum<number | null>('quantity').as('quantity')])
    .groupBy([...columns, 'state', 'refund_shown', 'amount', 'charged'])
    .execute();
  const groups = new Map<string, SpentGroup>();
  for (const price of prices) {
    if (NOTHING_SPENT.includes(price.state) || price.amount === null) continue;
    const key: Key =
      groupBy === 'month'
        ? { month: price.day.slice(0, 7) }
        : Object.fromEntries(columns.map((column) => [column, price[column]]));
    const name = JSON.stringify(key);
    groups.set(name, { ...key, ...add(groups.get(name) ?? NOTHING, spentAt(price)) });
  }
  const total = [...groups.values()].reduce<Spent>(add, NOTHING);
  if (groupBy === undefined) return { total, groups: [], groups_total: 0 };
  const ordered = [...groups.values()].sort(byTimeOrCost);
  const shown = ordered.slice(0, limit);
  return {
    total,
    groups: groupBy === 'good' ? await Promise.all(shown.map((group) => withGoods(db, group))) : shown,
    groups_total: groups.size,
  };
}

const ZERO = addMoney();
const NOTHING: Spent = {
  ...{ entries: 0, quantity: 0, spent: ZERO, amount: ZERO, charged: ZERO },
  ...{ refunded: ZERO, refund_awaited: ZERO, open: ZERO },
};

const NOTHING_SPENT: readonly string[] = ['refused', 'awaiting_approval'];

const SETTLED: readonly string[] = ['completed', 'failed', 'refunded'];
const LOST: readonly string[] = ['failed', 'refunded'];

/** What the entries of one state and price come to. */
function spentAt({ state, refund_shown, amount, charged, count, quantity }: PriceRow): Spent {
  const entries = Number(count);
  const paid = multiplyMoney(charged ?? amount ?? ZERO, entries);
  const isBack = refund_shown === 1;
  return {
    entries,
    quantity: LOST.includes(state) ? 0 : Number(quantity ?? 0),
    spent: isBack ? ZERO : paid,
    amount: isBack ? ZERO : multiplyMoney(amount ?? ZERO, entries),
    charged: multiplyMoney(charged ?? ZERO, entries),
    refunded: isBack ? paid : ZERO,
    refund_awaited: state === 'refunded' && !isBack ? paid : ZERO,
    open: SETTLED.includes(state) ? ZERO : paid,
  };
}

interface PriceRow {
  state: string;
  refund_shown: number;
  amount: Money | null;
  charged: Money | null;
  count: number;
  quantity: number | null;
}

function add(a: Spent, b: Spent): Spent {
  return {
    entries: a.entries + b.entries,
    quantity: a.quantity + b.quantity,
    spent: sum(a.spent, b.spent),
    amount: sum(a.amount, b.amount),
    charged: sum(a.charged, b.charged),
    refunded: sum(a.refunded, b.refunded),
    refund_awaited: sum(a.refund_awaited, b.refund_awaited),
    open: sum(a.open, b.open),
  };
}

// Most are nothing, and exact decimals are slow.
function sum(a: Money, b: Money): Money {
  if (a === ZERO) return b;
  return b === ZERO ? a : addMoney(a, b);
}

function byTimeOrCost(a: SpentGroup, b: SpentGroup): number {
  const [timeA, timeB] = [a.day ?? a.month, b.day ?? b.month];
  if (timeA !== undefined && timeB !== undefined) return timeA < timeB ? 1 : -1;
  return compareMoney(b.amount, a.amount);
}

async function withGoods(db: Db, group: SpentGroup): Promise<SpentGroup> {
  const { kind = '', account = null, good = null } = group;
  if (good === null) return { ...group, goods: null };
  const last = await db
    .selectFrom('entries')
    .select('goods')
    .where('kind', '=', kind)
    .where('account', account === null ? 'is' : '=', account)
    .where('good', '=', good)
    .orderBy('created_ms', 'desc')
    .limit(1)
    .executeTakeFirst();
  return { ...group, goods: readGoods(last?.goods ?? null) };
}

/** What a hand at the file left unreadable has no name, and neither has what never had one. */
function readGoods(text: string | null): Goods | null {
  try {
    return parseGoods(text);
  } catch {
    return null;
  }
}
