import { type Money, parseMoney } from '@kamikit/core';
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
  happenings: readonly PlannedHappening[];
}

export interface Size {
  purchases: number;
  people: number;
  instances: number;
}

// Each takes a second or more, in which others go on.
const CALLS_PER_HAPPENING = 60;

export function planCluster(choices: Choices, size: Size, offers: readonly Offer[]): Plan {
  const { between, oneOf, happens } = choices;
  const names = Array.from({ length: size.people }, (_, index) => `person-${index}`);
  const prices = new Map<string, number>();
  const wishes = Array.from({ length: size.purchases }, (_, index): Wish => {
    const { goods_id, sub_id, price } = offers[between(0, offers.length - 1)] ?? {
      ...{ goods_id: 1, sub_id: 11, price: 25 },
    };
    const person = names[index % names.length] ?? '';
    prices.set(person, (prices.get(person) ?? 0) + price);
    const args = { goods_id, sub_id, quantity: 1, max_total: String(price), mode: 'sync', again: true };
    // Everybody counts from one: what two people call the same is not the same.
    return { person, key: `key-${Math.floor(index / names.length)}`, args };
  });
  const calls = wishes.flatMap((wish): PlannedCall[] =>
    Array.from({ length: oneOf([1, 1, 1, 2, 3]) }, () => ({
      ...{ wish, instance: between(0, size.instances - 1) },
      fault: happens(0.08) ? drawFault(choices) : null,
    })),
  );
  const total = [...prices.values()].reduce((sum, price) => sum + price, 0);
  return {
    instances: size.instances,
    people: new Map(
      names.map((name) => [name, happens(0.5) ? share(prices.get(name) ?? 0, between(50, 95)) : null]),
    ),
    dailyBudget: share(total, 80),
    calls,
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

function drawFault({ between, oneOf }: Choices): FaultRequest {
  const how = oneOf<Pick<FaultRequest, 'kind'> & Record<string, unknown>>([
    { kind: 'reset_before' },
    { kind: 'reset_after' },
    { kind: 'reset_after' },
    { kind: 'delay_ms', ms: between(100, 1_500), when: 'before' },
    { kind: 'delay_ms', ms: between(100, 1_500), when: 'after' },
    { kind: 'html' },
    { kind: 'status', status: oneOf([500, 502, 504]), after: true },
  ]);
  return { upstream: 'storefront', operation: 'purchase_sync', ...how };
}
