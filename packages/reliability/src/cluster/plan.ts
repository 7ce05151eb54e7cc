import { addMoney, type Money, parseMoney } from '@kamikit/core';
import type { FaultRequest } from '@kamikit/sandbox';
import type { Choices } from '../seeded.ts';
import type { Offer } from '../torture/deals.ts';

export const HAPPENINGS = ['kill', 'end', 'cut', 'restart the database', 'crash the database'] as const;

export type HappeningKind = (typeof HAPPENINGS)[number];

/** What one person wants once, whoever else uses the same text for a key. */
export interface Wish {
  person: string;
  key: string;
  args: Readonly<Record<string, unknown>>;
}

export interface PlannedCall {
  wish: Wish;
  /** To which it goes first. */
  instance: number;
  /** Lies in wait for the next purchase that reaches the shop. */
  fault: FaultRequest | null;
}

/** Many things that one person wants, as a job, which any instance goes on with. */
export interface PlannedJob {
  person: string;
  args: Readonly<Record<string, unknown>>;
  /** Once so many calls have been answered. */
  after: number;
  /** Where it is started. */
  instance: number;
  /** Paused and resumed, each at another instance, as soon as it runs. */
  isPaused: boolean;
  /** Lie in wait for what it buys. */
  faults: readonly FaultRequest[];
}

export interface PlannedHappening {
  /** Once so many calls have been answered. */
  after: number;
  kind: HappeningKind;
  /** To which, where it happens to one. */
  instance: number;
}

/** The same seed makes the same choices. When exactly they come about is up to the machine. */
export interface Plan {
  instances: number;
  /** What each may spend in a day; null: no limit of their own. */
  people: ReadonlyMap<string, Money | null>;
  /** Of all of them. */
  dailyBudget: Money;
  /** In the order in which each person makes theirs. */
  calls: readonly PlannedCall[];
  jobs: readonly PlannedJob[];
  happenings: readonly PlannedHappening[];
}

export interface Size {
  purchases: number;
  /** Of twenty items each. */
  jobs: number;
  people: number;
  instances: number;
}

// Each takes a second or more, in which others go on.
const CALLS_PER_HAPPENING = 60;
const ITEMS_OF_A_JOB = 20;

export function planCluster(choices: Choices, size: Size, offers: readonly Offer[]): Plan {
  const { between, oneOf, happens } = choices;
  const names = Array.from({ length: size.people }, (_, index) => `person-${index}`);
  const prices = new Map<string, number>();
  /** One piece of something, which adds to what this person may want to spend. */
  const draw = (person: string) => {
    const { goods_id, sub_id, price } = offers[between(0, offers.length - 1)] ?? {
      ...{ goods_id: 1, sub_id: 11, price: 25 },
    };
    prices.set(person, (prices.get(person) ?? 0) + price);
    return { price, piece: { goods_id, sub_id, quantity: 1, max_total: String(price) } };
  };
  const wishes = Array.from({ length: size.purchases }, (_, index): Wish => {
    const person = names[index % names.length] ?? '';
    const args = { ...draw(person).piece, mode: 'sync', again: true };
    // Everybody counts from one: what two people call the same is not the same.
    return { person, key: `key-${Math.floor(index / names.length)}`, args };
  });
  const calls = wishes.flatMap((wish): PlannedCall[] =>
    Array.from({ length: oneOf([1, 1, 1, 2, 3]) }, () => ({
      ...{ wish, instance: between(0, size.instances - 1) },
      fault: happens(0.08) ? drawFault(choices, 'purchase_sync') : null,
    })),
  );
  const jobs = Array.from({ length: size.jobs }, (_, index): PlannedJob => {
    const person = names[index % names.length] ?? '';
    const items = Array.from({ length: ITEMS_OF_A_JOB }, () => draw(person));
    const sum = addMoney(...items.map(({ price }) => parseMoney(price)));
    // Now and then it has to stop by itself.
    const max_total = happens(0.2) ? share(Number(sum), between(30, 95)) : sum;
    const wish = { kind: 'purchase', items: items.map(({ piece }) => piece), max_total };
    return {
      person,
      args: { ...wish, idempotency_key: `key-${Math.floor(index / names.length)}` },
      after: Math.floor((index / size.jobs) * 0.4 * calls.length),
      instance: between(0, size.instances - 1),
      isPaused: happens(0.3),
      faults: Array.from({ length: between(0, 3) }, () => drawFault(choices, 'purchase_async')),
    };
  });
  const total = [...prices.values()].reduce((sum, price) => sum + price, 0);
  return {
    instances: size.instances,
    people: new Map(
      names.map((name) => [name, happens(0.5) ? share(prices.get(name) ?? 0, between(50, 95)) : null]),
    ),
    dailyBudget: share(total, 80),
    ...{ calls, jobs },
    happenings: Array.from({ length: Math.ceil(calls.length / CALLS_PER_HAPPENING) }, (_, index) => ({
      after: Math.floor((index + 0.5) * CALLS_PER_HAPPENING * (calls.length < CALLS_PER_HAPPENING ? 0.5 : 1)),
      // Each kind in turn before any comes again by chance.
      kind: HAPPENINGS[index] ?? oneOf(HAPPENINGS),
      instance: between(0, size.instances - 1),
    })),
  };
}

function share(yuan: number, percent: number): Money {
  return parseMoney(Math.max(1, Math.floor((yuan * percent) / 100)));
}

function drawFault({ between, oneOf }: Choices, operation: 'purchase_sync' | 'purchase_async'): FaultRequest {
  const how = oneOf<Pick<FaultRequest, 'kind'> & Record<string, unknown>>([
    { kind: 'reset_before' },
    { kind: 'reset_after' },
    { kind: 'reset_after' },
    { kind: 'delay_ms', ms: between(100, 1_500), when: 'before' },
    { kind: 'delay_ms', ms: between(100, 1_500), when: 'after' },
    { kind: 'html' },
    { kind: 'status', status: oneOf([500, 502, 504]), after: true },
  ]);
  return { upstream: 'storefront', operation, ...how };
}
