import { randomUUID } from 'node:crypto';
import {
  addMoney,
  compareMoney,
  formatShanghaiTime,
  KamikitError,
  type Money,
  shanghaiDay,
} from '@kamikit/core';
import type { Kysely } from 'kysely';
import { timesOf } from './days.ts';
import { appendEvent, ownEvents, ownersWord } from './events.ts';
import { type MandateUse, useAfter, useByEntries, useOn } from './mandate-use.ts';
import { ADDED, REVOKED } from './owners-word.ts';
import type { EntryRow, LedgerSchema } from './schema.ts';

type Db = Kysely<LedgerSchema>;

/** What the owner allows beforehand; money in yuan, null: no limit of this kind. */
export interface MandateTerms {
  max_order: Money | null;
  /** Of Asia/Shanghai. */
  per_day: Money | null;
  /** Monday to Sunday, of Asia/Shanghai. */
  per_week: Money | null;
  /** By the account's own numbers: `12` is any specification of good 12, `12/34` that one. Null: whatever it sells. */
  goods: readonly string[] | null;
  /** The account's mark; null: every account. */
  account: string | null;
  kinds: readonly string[];
  /** The last day on which it holds, `YYYY-MM-DD` of Asia/Shanghai; null: until it is revoked. */
  until: string | null;
}

/** A mandate as it stands; what it has used so far counts what was charged, where that was more than agreed. */
export interface Mandate extends MandateTerms {
  id: string;
  created_at: string;
  created_by: string;
  revoked_at: string | null;
  used_today: Money;
  used_this_week: Money;
  /** How many entries went by it. */
  uses: number;
}

// A mandate for these without a limit in yuan would be a mandate for everything.
const SPENDING_KINDS: readonly string[] = ['purchase', 'supplier_trade'];

/** @throws {KamikitError} `invalid_request` for terms that limit nothing, or that nothing can meet. */
export async function addMandate(
  trx: Db,
  terms: Partial<MandateTerms>,
  by: string,
  nowMs: number,
): Promise<Mandate> {
  const whole = wholeTerms(terms);
  assertLimited(whole);
  const id = randomUUID();
  await appendEvent(trx, { atMs: nowMs, action: ADDED, detail: { mandate: id, by, terms: whole } });
  return {
    ...{ id, ...whole, created_at: formatShanghaiTime(nowMs), created_by: by, revoked_at: null },
    ...{ used_today: ZERO, used_this_week: ZERO, uses: 0 },
  };
}

/** @throws {KamikitError} as `addMandate` would. */
export function assertTerms(terms: Partial<MandateTerms>): void {
  assertLimited(wholeTerms(terms));
}

function wholeTerms(terms: Partial<MandateTerms>): MandateTerms {
  const { max_order = null, per_day = null, per_week = null, goods = null } = terms;
  const { account = null, kinds = SPENDING_KINDS, until = null } = terms;
  return { max_order, per_day, per_week, goods, account, kinds, until };
}

/** Takes effect for whatever is prepared from then on. @throws {KamikitError} `not_found`. */
export async function revokeMandate(
  trx: Db,
  key: string,
  id: string,
  by: string,
  nowMs: number,
): Promise<Mandate> {
  const mandate = (await readMandates(trx, key, nowMs, { all: true })).find((each) => each.id === id);
  if (mandate === undefined)
    throw new KamikitError(`The ledger has no mandate ${id}.`, {
      ...{ code: 'not_found', outcome: 'not_committed' },
    });
  if (mandate.revoked_at !== null) return mandate;
  await appendEvent(trx, { atMs: nowMs, action: REVOKED, detail: { mandate: id, by } });
  return { ...mandate, revoked_at: formatShanghaiTime(nowMs) };
}

/** Those that hold, the oldest first; `all`: those that were revoked or have run out, too. */
export async function readMandates(
  db: Db,
  key: string,
  nowMs: number,
  { all = false }: { all?: boolean | undefined } = {},
): Promise<Mandate[]> {
  const granted = await readGranted(db, key);
  const shown = granted.filter((each) => all || holds(each, nowMs));
  return Promise.all(
    shown.map(async (each) => ({
      ...shownOf(each, await readUse(db, each, nowMs)),
      uses: await countUses(db, each.id),
    })),
  );
}

/** What a mandate may be asked to cover. */
export interface Coverable {
  kind: string;
  amount: Money | null;
  account: string | null;
  good: string | null;
}

/** The oldest mandate that still has room for it; null where none does. In a transaction, what it leaves is reserved. */
export async function coveringMandate(
  db: Db,
  key: string,
  wish: Coverable,
  nowMs: number,
  /** Its entry, where there is one: what that has used already is its own. */
  own: EntryRow | null = null,
): Promise<string | null> {
  for (const granted of await readGranted(db, key)) {
    if (!holds(granted, nowMs) || !isMeant(granted, wish)) continue;
    if (wish.amount === null || hasRoom(granted, wish.amount, await readUse(db, granted, nowMs, own)))
      return granted.id;
  }
  return null;
}

/** Those for which no mandate has room beside the others; nothing is reserved. */
export async function uncoveredWishes<Wish extends Coverable & { amount: Money }>(
  db: Db,
  key: string,
  wishes: readonly Wish[],
  nowMs: number,
): Promise<Wish[]> {
  const open: Array<{ granted: Granted; use: MandateUse }> = [];
  for (const granted of await readGranted(db, key))
    if (holds(granted, nowMs)) open.push({ granted, use: await readUse(db, granted, nowMs) });
  return wishes.filter((wish) => {
    const { amount } = wish;
    const covering = open.find(({ granted, use }) => isMeant(granted, wish) && hasRoom(granted, amount, use));
    if (covering === undefined) return true;
    const { day, today, week } = covering.use;
    covering.use = { day, today: addMoney(today, amount), week: addMoney(week, amount) };
    return false;
  });
}

interface Granted extends Omit<Mandate, 'used_today' | 'used_this_week' | 'uses'> {
  use: MandateUse | null;
}

/**
 * Mandates are what the signed events say, and nothing else: there is no table of them that a hand at the file could
 * write to. Which of them stand the last event says: one whose revocation was altered is none.
 */
async function readGranted(db: Db, key: string): Promise<Granted[]> {
  const granted = new Map<string, Granted>();
  const standing = (await ownersWord(db, key)).mandates;
  for (const { action, detail, at_ms } of await ownEvents(db, key, [ADDED, REVOKED])) {
    const { mandate: id, by, terms } = JSON.parse(detail ?? '{}');
    const known = granted.get(id);
    const at = formatShanghaiTime(at_ms);
    if (action === ADDED)
      granted.set(id, { id, ...terms, created_at: at, created_by: by, revoked_at: null, use: null });
    else if (known !== undefined) granted.set(id, { ...known, revoked_at: known.revoked_at ?? at });
  }
  return [...granted.values()].flatMap((each) => {
    const use = standing[each.id];
    if (use !== undefined) return [{ ...each, use }];
    return each.revoked_at === null ? [] : [each];
  });
}

function holds({ revoked_at, until }: Granted, nowMs: number): boolean {
  return revoked_at === null && (until === null || shanghaiDay(nowMs) <= until);
}

function isMeant({ kinds, account, goods }: Granted, wish: Coverable): boolean {
  if (!kinds.includes(wish.kind)) return false;
  if (account !== null && account !== wish.account) return false;
  const { good } = wish;
  return (
    goods === null || (good !== null && goods.some((each) => each === good || good.startsWith(`${each}/`)))
  );
}

function hasRoom(
  { max_order, per_day, per_week }: Granted,
  amount: Money,
  { today, week }: MandateUse,
): boolean {
  const limits: ReadonlyArray<readonly [limit: Money | null, needed: Money]> = [
    [max_order, amount],
    [per_day, addMoney(today, amount)],
    [per_week, addMoney(week, amount)],
  ];
  const set = limits.filter(([limit]) => limit !== null);
  return set.length > 0 && set.every(([limit, needed]) => limit !== null && compareMoney(needed, limit) <= 0);
}

const ZERO = addMoney();

async function readUse(
  db: Db,
  { id, use, revoked_at }: Granted,
  nowMs: number,
  own: EntryRow | null = null,
): Promise<MandateUse> {
  const day = shanghaiDay(nowMs);
  // What is over is only shown; and when the clock went back, the last event is of a day to come.
  const isKnown = revoked_at === null && (use === null || use.day <= day);
  const used = isKnown ? useOn(use, day) : await useByEntries(db, id, day);
  return own?.mandate === id ? (useAfter(used, own, null) ?? used) : used;
}

function shownOf({ use: _, ...granted }: Granted, { today, week }: MandateUse): Omit<Mandate, 'uses'> {
  return { ...granted, used_today: today, used_this_week: week };
}

async function countUses(db: Db, id: string): Promise<number> {
  const { count } = await db
    .selectFrom('entries')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('mandate', '=', id)
    .where('state', '!=', 'refused')
    .executeTakeFirstOrThrow();
  return Number(count);
}

function assertLimited({ max_order, per_day, per_week, goods, kinds, until }: MandateTerms): void {
  const limits = Object.entries({ max_order, per_day, per_week });
  const senseless = limits.find(([, limit]) => limit !== null && compareMoney(limit, ZERO) <= 0);
  if (senseless) throw invalid(`${senseless[0]} must be above 0 yuan, not ${senseless[1]}`);
  if (kinds.length === 0) throw invalid('kinds must name at least one kind of entry');
  if (goods?.length === 0) throw invalid('goods must name at least one good');
  if (limits.every(([, limit]) => limit === null) && kinds.some((kind) => SPENDING_KINDS.includes(kind)))
    throw invalid('what spends needs a limit in yuan: max_order, per_day or per_week');
  try {
    if (until !== null) timesOf({ until });
  } catch {
    throw invalid(`until must be a day such as 2026-12-31, not ${JSON.stringify(until)}`);
  }
}

function invalid(what: string): KamikitError {
  return new KamikitError(`This mandate was not added: ${what}.`, {
    ...{ code: 'invalid_request', outcome: 'not_committed' },
  });
}
