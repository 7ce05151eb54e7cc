import { addMoney, compareMoney, type Money, multiplyMoney, parseMoney, subtractMoney } from '@kamikit/core';
import type { Kysely } from 'kysely';
import type { EntryState } from './entry.ts';
import { lastEvent } from './last-event.ts';
import { rememberLast } from './remember-last.ts';
import type { EntryRow, LedgerSchema } from './schema.ts';
import { type Asked, type Places, statement } from './statement.ts';

/**
 * What the entries of a day count against its budgets. Every event holds it, as it was once its change was made, and budgets
 * go by the last one: an amount, a state or an entry that a hand changes in the file frees nothing.
 */
export interface Counted {
  day: string;
  spent: Money;
  cards: number;
  /** What of it each person spent; those who spent nothing are left out. */
  people: Readonly<Record<string, Money>>;
}

const ZERO = addMoney();

/** What the entries of a day count, by the last event. Where that cannot say, by themselves. */
export async function countedOn(db: Kysely<LedgerSchema>, day: string): Promise<Counted> {
  const last = readCounted((await lastEvent(db))?.counted);
  // An earlier version wrote it, or the clock went back.
  if (last === null || last.day > day) return countDay(db, day);
  return last.day === day ? last : { day, ...NOTHING };
}

const NOTHING = { spent: ZERO, cards: 0, people: {} };

// What awaits its owner counts as long as it does, of which no event tells the end.
const COUNT_NOTHING: readonly EntryState[] = ['refused', 'awaiting_approval'];

/** What the entries of a day add up to. One whose amount cannot be read counts nothing: nobody knows what it says. */
export async function countDay(db: Kysely<LedgerSchema>, day: string, exceptId = ''): Promise<Counted> {
  const prices = await groupedByPrice(db)
    .where('day', '=', day)
    .where('id', '!=', exceptId)
    .where('state', 'not in', COUNT_NOTHING)
    .where('refund_shown', '=', 0)
    .execute();
  return { day, ...addUp(prices) };
}

const awaitingPrices = statement((db, { nowMs, exceptId }: Places<{ nowMs: number; exceptId: string }>) =>
  groupedByPrice(db)
    .where('state', '=', 'awaiting_approval')
    .where('quote_until_ms', '>', nowMs)
    .where('id', '!=', exceptId),
);

/** The entries that await their owner, by price, until their time has passed. */
export function awaitingBut(exceptId: string, nowMs: number): Asked<Price> {
  return awaitingPrices({ exceptId, nowMs });
}

type Sums = Omit<Counted, 'day'>;

/** Grouped by price, and added up here: SQLite has no exact decimals. */
function groupedByPrice(db: Kysely<LedgerSchema>) {
  return db
    .selectFrom('entries')
    .select(['amount', 'person'])
    .select(({ fn }) => [fn.countAll<number>().as('count'), fn.sum<number>('cards').as('cards')])
    .groupBy(['amount', 'person']);
}

interface Price {
  amount: Money | null;
  person: string | null;
  count: number;
  cards: number;
}

/** What they count, or would count, on whatever day that is. */
export function addUp(prices: readonly Price[]): Sums {
  let sums: Sums = NOTHING;
  for (const { amount, person, count, cards } of prices) {
    const spent = multiplyMoney(readAmount(amount), Number(count));
    sums = plus(sums, { spent, cards: Number(cards), people: ofPerson(person, spent) });
  }
  return sums;
}

function ofPerson(person: string | null, spent: Money): Sums['people'] {
  return person === null ? {} : { [person]: spent };
}

/** Names are people's own: one may well be `constructor`. */
export function spentBy({ people }: Pick<Counted, 'people'>, name: string): Money {
  return (Object.hasOwn(people, name) ? people[name] : undefined) ?? ZERO;
}

function plus(a: Sums, b: Sums): Sums {
  return combined(a, b, addMoney, (x, y) => x + y);
}

function minus(a: Sums, b: Sums): Sums {
  return combined(a, b, subtractMoney, (x, y) => x - y);
}

/** Of the people, only those of the second change: an event holds what all of them spent, and an entry is one person's. */
function combined(
  a: Sums,
  b: Sums,
  money: (x: Money, y: Money) => Money,
  count: (x: number, y: number) => number,
): Sums {
  const people = new Map(Object.entries(a.people));
  for (const name of Object.keys(b.people)) {
    const spent = money(spentBy(a, name), spentBy(b, name));
    if (compareMoney(spent, ZERO) === 0) people.delete(name);
    else people.set(name, spent);
  }
  return {
    spent: money(a.spent, b.spent),
    cards: count(a.cards, b.cards),
    people: Object.fromEntries(people),
  };
}

/** What the last event said, after one entry has changed; `before` is null for a new one. */
export async function countChange(
  db: Kysely<LedgerSchema>,
  last: Counted | null,
  before: EntryRow | null,
  now: EntryRow,
): Promise<Counted> {
  if (last === null || now.day > last.day) {
    // It may be written down already, or together with what is made of this.
    const { day, ...others } = await countDay(db, now.day, now.id);
    return { day, ...plus(others, countsOf(now)) };
  }
  // Of a day that is over no budget is left.
  if (now.day < last.day) return last;
  // One that was written down on another day counts for the one on which it is sent.
  const was = before?.day === last.day ? countsOf(before) : NOTHING;
  return { day: last.day, ...plus(minus(last, was), countsOf(now)) };
}

/** As an event holds it; null for none, as in events of earlier versions. */
export const readCounted = rememberLast((text: string | null | undefined): Counted | null => {
  try {
    const { day, spent, cards, spent_by: people = {} } = JSON.parse(text ?? 'null');
    return { day: String(day), spent: parseMoney(spent), cards: Number(cards), people };
  } catch {
    return null;
  }
});

/** What one entry counts. */
export function countsOf({ state, refund_shown, amount, cards, person }: EntryRow): Sums {
  if (COUNT_NOTHING.includes(state) || refund_shown === 1) return NOTHING;
  const spent = readAmount(amount);
  return { spent, cards, people: ofPerson(person, spent) };
}

/** Nothing, for what is no amount, and for one below zero, which only a hand at the file writes. */
export function readAmount(amount: string | null): Money {
  try {
    const money = amount === null ? ZERO : parseMoney(amount);
    return compareMoney(money, ZERO) < 0 ? ZERO : money;
  } catch {
    return ZERO;
  }
}
