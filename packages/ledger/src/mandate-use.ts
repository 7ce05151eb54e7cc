import { addMoney, compareMoney, type Money, multiplyMoney, subtractMoney } from '@kamikit/core';
import type { Kysely } from 'kysely';
import { countsOf, readAmount } from './counted.ts';
import { mondayOf } from './days.ts';
import type { EntryRow, LedgerSchema } from './schema.ts';

/** What a mandate was used for up to a day: on that day, and in its week. */
export interface MandateUse {
  day: string;
  today: Money;
  week: Money;
}

const ZERO = addMoney();

/** On a day that is the last one of its use, or a later one. */
export function useOn(use: MandateUse | null, day: string): MandateUse {
  if (use?.day === day) return use;
  return { day, today: ZERO, week: use !== null && mondayOf(use.day) === mondayOf(day) ? use.week : ZERO };
}

/** After an entry that goes by it has changed; `before` is null for a new one, or one that went by another. */
export function useAfter(
  use: MandateUse | null,
  before: EntryRow | null,
  now: EntryRow | null,
): MandateUse | null {
  const latest = now?.day ?? before?.day;
  if (latest === undefined) return use;
  const { day, today, week } = useOn(use, use !== null && use.day > latest ? use.day : latest);
  const cost = (row: EntryRow | null, counts: (each: string) => boolean) =>
    row !== null && counts(row.day) ? countsOf(row).spent : ZERO;
  const changed = (sum: Money, counts: (each: string) => boolean) =>
    atLeastZero(addMoney(subtractMoney(sum, cost(before, counts)), cost(now, counts)));
  return {
    day,
    today: changed(today, (each) => each === day),
    week: changed(week, (each) => mondayOf(each) === mondayOf(day)),
  };
}

/** Added up from the entries that name it: for events of earlier versions, and when the clock went back. */
export async function useByEntries(db: Kysely<LedgerSchema>, id: string, day: string): Promise<MandateUse> {
  const prices = await db
    .selectFrom('entries')
    .select(({ fn }) => ['day', 'amount', fn.countAll<number>().as('count')])
    .where('mandate', '=', id)
    .where('day', '>=', mondayOf(day))
    .where('state', '!=', 'refused')
    .where('refund_shown', '=', 0)
    .groupBy(['day', 'amount'])
    .execute();
  const cost = (counted: typeof prices) =>
    addMoney(...counted.map(({ amount, count }) => multiplyMoney(readAmount(amount), Number(count))));
  return { day, today: cost(prices.filter((each) => each.day === day)), week: cost(prices) };
}

function atLeastZero(sum: Money): Money {
  return compareMoney(sum, ZERO) < 0 ? ZERO : sum;
}
