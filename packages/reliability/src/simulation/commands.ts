import * as fc from 'fast-check';
import { DISK_FAULTS, type DiskFault } from './disk.ts';
import { NETWORK_FAULTS, type Strike, type UpstreamName } from './network.ts';

/** One step of a schedule. */
export interface Command {
  what: Happening;
  /** How many turns are taken before the next. */
  turns: number;
}

/** Something that an owner's host, its owner or its machine does, or that befalls it. */
export type Happening =
  | Spend
  | RunJob
  | ControlJob
  | { do: EntryDo; owner: number; which: number }
  | { do: OwnerDo; owner: number }
  | { do: 'notify'; owner: number; which: number; times: number; isForged: boolean }
  | ({ do: 'network' } & Strike)
  | { do: 'disk'; fault: DiskFault; after: number }
  | { do: 'kill' | 'cut_power'; owner: number; after: number }
  | { do: 'freeze'; owner: number; ms: number }
  | { do: 'pass'; ms: number }
  | { do: 'clock'; ms: number }
  | { do: 'price'; good: number; percent: number };

/** Many dealings, which several processes may work on at once. */
export interface RunJob {
  do: 'job';
  owner: number;
  key: number;
  /** How many of its items are under way at once. */
  atOnce: number;
}

export interface ControlJob {
  do: 'control_job';
  owner: number;
  key: number;
  action: 'pause' | 'resume' | 'cancel';
}

/** What is done about one entry. */
export type EntryDo = 'approve' | 'decline' | 'await' | 'follow' | 'reconcile' | 'mark' | 'settle';

/** What is done about none in particular. */
export type OwnerDo =
  | ('look' | 'follow_orders' | 'verify' | 'list')
  | ('mandate' | 'revoke' | 'stop' | 'resume' | 'lift');

/** A dealing, as a host asks for it: with one of few keys, so that it comes again. */
export interface Spend {
  do: 'purchase' | 'trade' | 'use' | 'recharge' | 'delete' | 'issue';
  owner: number;
  key: number;
  /** Which of the wishes under this key: the first of two is the usual one. */
  wish: number;
  again: boolean;
  approval: boolean;
  confirm: 'nobody' | 'yes' | 'no' | 'slowly';
  /** After how many milliseconds the host gives it up; null for never. */
  cancelAfter: number | null;
}

/** One schedule, as plain data. */
export interface Schedule {
  /** Decides whose turn it is, how long everything takes, and what upstreams make of orders. */
  chance: number;
  setting: Setting;
  commands: Command[];
}

export interface Setting {
  /** Minutes before midnight in Shanghai. */
  beforeMidnight: number;
  /** In yuan; null for no limit. */
  dailyBudget: string | null;
  maxOrderTotal: string | null;
  dailyCards: number | null;
  /** What accounts hold, in fen. */
  balance: number;
  percent: number;
  showsBalance: boolean;
  showsAmount: boolean;
  /** How often a step of the ledger waits for its turn. */
  pace: number;
  /** Whether one of the owners buys with another account of the storefront's than the others. */
  hasTwoAccounts: boolean;
  /** Whether the first process has to create the ledger. */
  isFirstStart: boolean;
}

export const OWNERS = 3;

// Beyond these nothing of an upstream's is late by its own documents (spending/src/grace.ts), less what the clock is set by.
const LATEST_MS: Readonly<Record<UpstreamName, number>> = {
  storefront: 20 * 60_000,
  supplier: 4 * 3_600_000,
  cards: 60_000,
};

const owner = fc.nat(OWNERS - 1);
const which = fc.nat(9);
const turns = fc.oneof(
  { arbitrary: fc.constant(0), weight: 2 },
  { arbitrary: fc.nat(60), weight: 3 },
  { arbitrary: fc.nat(600), weight: 3 },
);

const spend = fc.record<Spend>({
  do: fc.oneof(
    { arbitrary: fc.constant('purchase' as const), weight: 5 },
    { arbitrary: fc.constant('trade' as const), weight: 4 },
    { arbitrary: fc.constantFrom('use' as const, 'recharge', 'issue'), weight: 4 },
    { arbitrary: fc.constant('delete' as const), weight: 1 },
  ),
  owner,
  key: fc.nat(4),
  wish: fc.oneof({ arbitrary: fc.constant(0), weight: 7 }, { arbitrary: fc.constant(1), weight: 1 }),
  again: fc.oneof({ arbitrary: fc.constant(true), weight: 3 }, { arbitrary: fc.constant(false), weight: 1 }),
  approval: fc.oneof(
    { arbitrary: fc.constant(false), weight: 3 },
    { arbitrary: fc.constant(true), weight: 1 },
  ),
  confirm: fc.oneof(
    { arbitrary: fc.constant('nobody' as const), weight: 5 },
    { arbitrary: fc.constantFrom('yes' as const, 'no', 'slowly'), weight: 2 },
  ),
  cancelAfter: fc.oneof({ arbitrary: fc.constant(null), weight: 4 }, { arbitrary: fc.nat(3_000), weight: 1 }),
});

const job = fc.nat(1);

const strike = fc
  .record({
    upstream: fc.constantFrom('storefront' as const, 'supplier', 'cards'),
    effect: fc.oneof(
      { arbitrary: fc.constant('change' as const), weight: 4 },
      { arbitrary: fc.constant('read' as const), weight: 1 },
    ),
    fault: fc.constantFrom(...NETWORK_FAULTS),
    part: fc.nat(100),
  })
  .map(({ part, ...rest }): Strike => ({ ...rest, ms: Math.round((LATEST_MS[rest.upstream] * part) / 100) }));

const after = fc.oneof(fc.nat(30), fc.nat(300));

const happening: fc.Arbitrary<Happening> = fc.oneof(
  { arbitrary: spend, weight: 16 },
  {
    arbitrary: fc.record({
      do: fc.constantFrom(
        'approve' as const,
        'approve',
        'approve',
        'decline',
        'await',
        'follow',
        'reconcile',
        'mark',
        'settle',
      ),
      ...{ owner, which },
    }),
    weight: 6,
  },
  {
    arbitrary: fc.record({
      do: fc.constantFrom(
        'look' as const,
        'follow_orders',
        'mandate',
        'mandate',
        'revoke',
        'stop',
        'resume',
        'resume',
        'lift',
        'verify',
        'list',
      ),
      owner,
    }),
    weight: 4,
  },
  {
    arbitrary: fc.record({
      ...{ do: fc.constant('notify' as const), owner, which },
      ...{ times: fc.integer({ min: 1, max: 2 }), isForged: fc.boolean() },
    }),
    weight: 1,
  },
  {
    arbitrary: fc.record({
      do: fc.constant('job' as const),
      owner,
      key: job,
      atOnce: fc.integer({ min: 1, max: 3 }),
    }),
    weight: 2,
  },
  {
    arbitrary: fc.record({
      ...{ do: fc.constant('control_job' as const), owner, key: job },
      action: fc.constantFrom('pause' as const, 'resume', 'resume', 'cancel'),
    }),
    weight: 1,
  },
  { arbitrary: strike.map((each) => ({ do: 'network' as const, ...each })), weight: 8 },
  {
    arbitrary: fc.record({ do: fc.constant('disk' as const), fault: fc.constantFrom(...DISK_FAULTS), after }),
    weight: 2,
  },
  {
    arbitrary: fc.record({ do: fc.constantFrom('kill' as const, 'kill', 'kill', 'cut_power'), owner, after }),
    weight: 3,
  },
  {
    arbitrary: fc.record({
      ...{ do: fc.constant('freeze' as const), owner },
      ms: fc.constantFrom(2_000, 40_000, 6 * 60_000, 20 * 60_000),
    }),
    weight: 1,
  },
  {
    arbitrary: fc.record({
      do: fc.constant('pass' as const),
      ms: fc.constantFrom(1_000, 10_000, 60_000, 6 * 60_000, 16 * 60_000, 2 * 3_600_000),
    }),
    weight: 3,
  },
  {
    arbitrary: fc.record({
      do: fc.constant('clock' as const),
      ms: fc.integer({ min: -120_000, max: 180_000 }),
    }),
    weight: 1,
  },
  {
    arbitrary: fc.record({
      do: fc.constant('price' as const),
      good: fc.nat(4),
      percent: fc.constantFrom(50, 90, 100, 110, 150),
    }),
    weight: 2,
  },
);

const setting = fc.record<Setting>({
  beforeMidnight: fc.constantFrom(1, 10, 60, 720),
  dailyBudget: fc.constantFrom('60', '100', '100', null),
  maxOrderTotal: fc.constantFrom('30', '50', null),
  dailyCards: fc.constantFrom(4, 10, null),
  balance: fc.constantFrom(4_000, 50_000, 50_000),
  percent: fc.constantFrom(100, 100, 95),
  showsBalance: fc.boolean(),
  showsAmount: fc.boolean(),
  pace: fc.constantFrom(0.03, 0.2, 1),
  hasTwoAccounts: fc.oneof(
    { arbitrary: fc.constant(false), weight: 3 },
    { arbitrary: fc.constant(true), weight: 1 },
  ),
  isFirstStart: fc.oneof(
    { arbitrary: fc.constant(false), weight: 9 },
    { arbitrary: fc.constant(true), weight: 1 },
  ),
});

/** Every schedule that there may be; the shortest fail first. */
export function schedules(mostSteps: number): fc.Arbitrary<Schedule> {
  return fc.record({
    chance: fc.noShrink(fc.nat()),
    setting,
    commands: fc.array(fc.record({ what: happening, turns }), {
      minLength: 1,
      maxLength: mostSteps,
      size: 'max',
    }),
  });
}
