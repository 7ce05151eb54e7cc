import type { FaultRequest } from '@kamikit/sandbox';
import type { Choices } from '../seeded.ts';
import { type Deal, type DealTool, drawDeals, type Offer } from './deals.ts';

/** An instant within a schedule, from 0 to 1 of the time that its calls take. */
export type Instant = number;

export const HAPPENINGS = [
  ...(['kill', 'end', 'pause', 'close stdin', 'fill the disk', 'lock the file', 'lose the file'] as const),
  ...(['jump a day', 'jump back', 'pass midnight', 'approve', 'decline'] as const),
] as const;

export type HappeningKind = (typeof HAPPENINGS)[number];

export interface PlannedCall {
  at: Instant;
  process: number;
  /** A deal by its number, or something that only reads. */
  what: number | 'look';
}

export interface PlannedHappening {
  at: Instant;
  kind: HappeningKind;
  /** To which process, where it happens to one. */
  process: number;
  /** From 0 to 1: how long it lasts, how much room is left, and the like. */
  measure: number;
}

/** One schedule: the same seed makes the same choices. When exactly they come about is up to the machine. */
export interface Plan {
  processes: number;
  deals: readonly Deal[];
  calls: readonly PlannedCall[];
  happenings: readonly PlannedHappening[];
  faults: readonly FaultRequest[];
  /** Whether what spends waits for its owner. */
  isOwners: boolean;
  /** In yuan; null for none. */
  dailyBudget: number | null;
  dailyCards: number | null;
  /** Whether a process that ended is followed by another, which makes its calls again. */
  isReplaced: boolean;
}

/** How often each thing happens, of 100. */
const OFTEN: Readonly<Record<HappeningKind, number>> = {
  ...{ kill: 38, end: 9, pause: 14, 'close stdin': 7 },
  ...{ 'fill the disk': 8, 'lock the file': 8, 'lose the file': 4 },
  ...{ 'jump a day': 4, 'jump back': 3, 'pass midnight': 5 },
  // Only where there is something to approve.
  ...{ approve: 0, decline: 0 },
};

export function planSchedule(choices: Choices, offers: readonly Offer[]): Plan {
  const { between, oneOf, happens } = choices;
  const processes = oneOf([1, 1, 2, 2, 2, 3]);
  const deals = drawDeals(choices, between(2, 5), offers);
  const instant = () => between(0, 1000) / 1000;
  const anyProcess = () => between(0, processes - 1);
  const calls = deals.flatMap((_, what): PlannedCall[] =>
    Array.from({ length: oneOf([1, 1, 2, 3]) }, () => ({ at: instant(), process: anyProcess(), what })),
  );
  const looks = Array.from({ length: between(0, 2) }, (): PlannedCall => {
    return { at: instant(), process: anyProcess(), what: 'look' };
  });
  const isOwners = happens(0.12);
  const happenings = Array.from({ length: between(1, 3) }, (): PlannedHappening => {
    // Mostly while one of its calls is under way.
    const [meant] = happens(0.7) ? calls.slice(between(0, calls.length - 1)) : [];
    const { at, process } = meant ?? { at: 0, process: anyProcess() };
    const later = meant === undefined ? instant() : instant() / 2;
    return { at: at + later, kind: drawHappening(choices), process, measure: instant() };
  });
  const decisions = Array.from({ length: isOwners ? between(1, 2) : 0 }, (): PlannedHappening => {
    const kind = oneOf<HappeningKind>(['approve', 'approve', 'approve', 'decline']);
    return { at: 1, kind, process: 0, measure: instant() };
  });
  const total = deals.reduce((sum, deal) => sum + deal.total, 0);
  return {
    ...{ processes, deals, isOwners },
    calls: [...calls, ...looks],
    happenings: [...happenings, ...decisions],
    faults: Array.from({ length: oneOf([0, 1, 1, 2, 3]) }, () => drawFault(choices, deals)),
    dailyBudget: happens(0.4) ? Math.max(1, Math.floor((total * between(20, 90)) / 100)) : null,
    dailyCards: happens(0.3) ? between(1, 4) : null,
    isReplaced: happens(0.5),
  };
}

function drawHappening({ between }: Choices): HappeningKind {
  const drawn = HAPPENINGS.flatMap((kind) => Array<HappeningKind>(OFTEN[kind]).fill(kind));
  return drawn[between(0, drawn.length - 1)] ?? 'kill';
}

/** What is sent for each tool. */
const SENT: Readonly<Record<DealTool, string>> = {
  purchase: 'storefront purchase',
  supplier_trade: 'supplier trade',
  use_card: 'cards use',
  recharge_card: 'cards recharge',
  generate_cards: 'cards generate',
};

const READS = [
  ...(['storefront get_balance', 'storefront get_stock', 'storefront get_order'] as const),
  ...(['supplier query', 'cards verify', 'cards query'] as const),
] as const;

type Effect = Pick<FaultRequest, 'kind'> & Record<string, unknown>;

function drawFault({ between, oneOf, happens }: Choices, deals: readonly Deal[]): FaultRequest {
  const { tool } = deals[between(0, deals.length - 1)] ?? { tool: 'purchase' };
  const [upstream = '', operation = ''] = (happens(0.85) ? SENT[tool] : oneOf(READS)).split(' ');
  const how = oneOf<Effect>([
    { kind: 'reset_before' },
    { kind: 'reset_after' },
    { kind: 'reset_after' },
    { kind: 'delay_ms', ms: between(20, 200), when: 'before' },
    { kind: 'delay_ms', ms: between(20, 200), when: 'after' },
    { kind: 'delay_ms', ms: between(20, 200), when: 'after' },
    { kind: 'truncate' },
    { kind: 'truncate', abort: true },
    { kind: 'garbage' },
    { kind: 'garbage', bytes: true },
    { kind: 'html' },
    { kind: 'status', status: oneOf([500, 502, 503, 504]), after: happens(0.5) },
    { kind: 'rate_limit', retry_after: 0 },
  ]);
  return { upstream, operation, ...how };
}
