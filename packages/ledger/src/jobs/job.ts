import type { KamikitError, Money } from '@kamikit/core';
import type { JsonObject, LedgerEntry, RecordedError } from '../entry.ts';
import type { Person } from '../people.ts';

/**
 * Every state of a job: `awaiting_approval`: nothing is bought before its owner allows it as a whole. `running`: its items are bought, by whichever process is alive. `paused`: by its owner. `stopped`: by
 * itself, and `reason` says why. `finished`: nothing is left to do. `cancelled`: by its owner, for good.
 */
export const JOB_STATES = [
  ...(['awaiting_approval', 'running', 'paused'] as const),
  ...(['stopped', 'finished', 'cancelled'] as const),
] as const;

export type JobState = (typeof JOB_STATES)[number];

/**
 * Every state of an item: `waiting`: nobody has begun with it. `under_way`: a process has. `refused`: nothing was committed, be it
 * for the item itself, before anything was sent. `enough`: there is enough in stock, so nothing is bought. The others are those of
 * its entry.
 */
export const ITEM_STATES = [
  ...(['waiting', 'under_way', 'completed', 'pending'] as const),
  ...(['failed', 'refused', 'refunded', 'unknown', 'enough'] as const),
] as const;

export type ItemState = (typeof ITEM_STATES)[number];

/** What a person has to see to where a job is over: the most urgent first. */
export const LEFT_BY_HAND = [
  'unknown',
  'failed',
  'pending',
  'refused',
] as const satisfies readonly ItemState[];

/** What somebody wants done many times, each once. */
export interface NewJob {
  /** The kind of the entries that it makes. */
  kind: string;
  /** Repeating it starts nothing, but returns the job. */
  idempotencyKey: string;
  /** The request of each entry, in order; whoever knows the kind has checked them. */
  items: readonly JsonObject[];
  /** The most that all of them together may cost, in yuan. */
  maxTotal: Money;
  /** How many are under way at once, in all processes together; 4 by default, which is the most. */
  concurrency?: number | undefined;
  /**
   * Its owner has to allow it: as a whole, or by mandates that cover each item. `by mandate`: by mandates alone; nobody is asked,
   * and items that none covers are refused.
   */
  needsWord?: boolean | 'by mandate' | undefined;
}

/** What an item costs as it was quoted, for its owner to decide about. */
export interface ItemQuote {
  total: Money;
  /** In the shop's words. */
  name: string | null;
  specification: string | null;
  quantity: number;
  account: string;
  /** By the account's own number, for mandates. */
  good: string | null;
  /** What it fills up; with a quantity of 0 there is enough of it. */
  restocks?: Restocking | undefined;
}

/** What there was of a good when it was counted, in pieces. */
export interface Restocking {
  /** Of the entry that buys it. */
  kind: string;
  accounts: readonly string[];
  /** Where it is sold or used from. */
  shelf: number;
  /** On its way, or delivered and not used, as the ledger says. Where that has grown, nothing is bought. */
  held: number;
}

/** An item that was priced: what it costs, or why it cannot be bought. */
export type Priced = QuotedItem | RefusedItem;

export interface QuotedItem {
  number: number;
  quote: ItemQuote;
}

export interface RefusedItem {
  number: number;
  refused: KamikitError;
}

/** A job as it stands. Money in yuan, times ISO 8601 with `+08:00`. */
export interface Job {
  id: string;
  kind: string;
  idempotency_key: string;
  state: JobState;
  /** Why it stopped; null where it did not. */
  reason: RecordedError | null;
  /** How many there are. */
  items: number;
  counts: Readonly<Record<ItemState, number>>;
  max_total: Money;
  /** What its entries count against the budgets. */
  spent: Money;
  concurrency: number;
  /** Whether its owner has to allow it, and whether all of it is priced for that. */
  approval: JobApproval | null;
  /** Who started it, over the network, as they were when they started or last resumed it; null: whoever uses this machine. */
  person: Person | null;
  created_at: string;
  updated_at: string;
}

/** What the owner is asked, and what the answer was. */
export interface JobApproval {
  /** What all items together cost as quoted; null as long as some are not priced. */
  total: Money | null;
  priced: number;
  /** Until when that stands. */
  until: string | null;
  decided_by: string | null;
  decided_at: string | null;
}

/** One item as it stands. */
export interface JobItem {
  /** The first is 1. */
  number: number;
  state: ItemState;
  request: JsonObject;
  /** What it costs, where its owner is asked; what is bought for more is not bought. */
  quote: ItemQuote | null;
  /** What became of it; null as long as nothing was written down. */
  entry: LedgerEntry | null;
  /** Why it was refused before there was an entry. */
  error: RecordedError | null;
}

export interface ItemFilter {
  /** Only items in one of these states. */
  states?: readonly ItemState[] | undefined;
  /** Only items with a higher number. */
  after?: number | undefined;
}

export interface JobItemPage {
  items: JobItem[];
  total: number;
  page: number;
  per_page: number;
}

/** An item that this process may begin with. */
export interface ClaimedItem {
  number: number;
  request: JsonObject;
  /** Its price as its owner allowed it; null where it was not quoted. */
  quote: ItemQuote | null;
  /** Of the entry that it makes: the same whoever claims it. */
  idempotencyKey: string;
  /** Nobody has tried it before, as far as the job knows. */
  isNew: boolean;
  /** Whose job it is, as the job knows them now; null: of whoever uses this machine. */
  person: Person | null;
}

/** What there is to do: an item; nothing for now, because others are under way or the upstream wants a pause; or nothing, now that the job is in this state. */
export type Claim = { item: ClaimedItem } | { waitMs: number } | { over: JobState };

/**
 * What became of an item: `done` and `failed`: its entry tells. `refused`: nothing was sent, and nothing will be. `again`: nothing
 * was sent, and it may go better later. `stop`: nothing was sent, and no other item would fare better. `released`: this process
 * ends, or the job is no longer running.
 */
export type ItemOutcome =
  | { done: true }
  | { failed: KamikitError }
  | { refused: KamikitError }
  | { again: KamikitError }
  | { stop: KamikitError }
  | { released: true };

export const JOB_ACTIONS = ['pause', 'resume', 'cancel'] as const;

export type JobAction = (typeof JOB_ACTIONS)[number];
