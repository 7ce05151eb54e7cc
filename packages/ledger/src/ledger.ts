import type { KamikitError, Money } from '@kamikit/core';
import type { Budget } from './budget.ts';
import type { JsonObject, LedgerEntry, Settlement, Wish } from './entry.ts';
import type { ExecutedEntry } from './execute.ts';
import type { BoughtGood, Held } from './held.ts';
import type { Integrity } from './integrity.ts';
import type { LedgerOfJobs } from './jobs/ledger-of-jobs.ts';
import type { ListFilter } from './list.ts';
import type { Mandate, MandateTerms } from './mandates.ts';
import type { Mark } from './marks.ts';
import type { Notified, NotifiedOptions } from './notifications.ts';
import type { KnownPerson, Person } from './people.ts';
import type { PersonToday } from './people-today.ts';
import type { Reconciler } from './reconcile.ts';
import type { SpendingSummary, SummaryOptions } from './summary.ts';
import type { Suspension } from './suspensions.ts';
import type { EntryEvent, Since } from './timeline.ts';
import type { Turns, TurnsTaken } from './turns.ts';
import type { Discrepancy } from './verify.ts';

/** Where a ledger lives. */
export type LedgerPlace =
  /** A file; it and its folder are created if missing. */
  | { path: string; databaseUrl?: undefined }
  /**
   * A PostgreSQL database, `postgres://user:password@host/database`, for several machines; its tables are created if missing, in
   * the schema `kamikit` or that of `?schema=`.
   */
  | { databaseUrl: string; path?: undefined };

export type LedgerOptions = LedgerPlace & LedgerSettings;

export interface LedgerSettings {
  /**
   * What vouches for the ledger outside of its file. Without it the events are signed with no key, which shows accidents
   * and careless changes, and a restored backup or a deleted ledger goes unnoticed.
   */
  integrity?: Integrity | undefined;
  /** What one Asia/Shanghai day may cost, in yuan. */
  dailyBudget?: Money | undefined;
  /** What one entry may cost, in yuan. */
  maxOrderTotal?: Money | undefined;
  /** How many cards one Asia/Shanghai day may issue and recharge. */
  dailyCards?: number | undefined;
  /** Epoch milliseconds; by default this machine's clock, or with `databaseUrl` the server's. */
  now?: () => number;
  /** How long a process that still runs may hold an entry without settling it; 5 minutes by default. */
  leaseMs?: number;
  /** How long to wait for other processes that write to it; 10 seconds by default. */
  busyTimeoutMs?: number;
}

export interface ListOptions extends ListFilter {
  /** The first is 1. */
  page?: number | undefined;
  /** 20 by default. */
  perPage?: number | undefined;
}

export interface EntryPage {
  entries: LedgerEntry[];
  /** How many there are on all pages. */
  total: number;
  page: number;
  per_page: number;
}

/** An entry to be looked at. */
export type DueEntry = LedgerEntry & {
  /** By then, in epoch milliseconds, others may look at it. */
  claimed_until_ms: number;
};

/** Every method rejects with `config_invalid`, naming the file, when the ledger cannot be read or written. */
export interface Ledger extends LedgerOfJobs {
  /**
   * Sends once and records the outcome: prepares, marks as sent, sends, settles. A key that was used before sends
   * nothing and returns its entry, or throws its error.
   * @throws {KamikitError} what `send` threw; `suspended`, `possible_duplicate`, `over_budget`, `key_conflict`, `duplicate_in_progress`, `outcome_unknown`,
   * or the refusal recorded for the key.
   */
  execute(wish: Wish, send: (entry: LedgerEntry) => Promise<Settlement>): Promise<ExecutedEntry>;
  /**
   * What became of a key, in one look-up: its entry, or its error; null when the key is free and the wish may be sent.
   * Never sends.
   * @throws {KamikitError} `suspended` for a free key; `key_conflict`, `duplicate_in_progress`, `outcome_unknown`, or the refusal recorded for the key.
   */
  replay(wish: Omit<Wish, 'amount'>): Promise<ExecutedEntry | null>;
  /**
   * Writes the wish to disk and reserves its amount: as `prepared`, or, where its owner has to allow it and no mandate
   * does, as `awaiting_approval`. `existing`: the key was used before; `entryError` says how to answer.
   * @throws {KamikitError} `suspended`, `possible_duplicate`, `over_budget`, `key_conflict`.
   */
  prepare(wish: Wish): Promise<{ entry: LedgerEntry; existing: boolean }>;
  /**
   * Call this right before sending; only a caller that gets an entry back may send.
   * @throws {KamikitError} `timeout`, `not_committed`, when the entry is no longer this process's to send.
   */
  markSent(id: string): Promise<LedgerEntry>;
  /**
   * The owner's yes to an entry that awaits it: now it is this process's to send, with `sendApproved`. Of several who say yes,
   * one alone gets `isOurs`; what is decided already, or came too late, is returned as it stands.
   * @param given.evidence readings taken for sending it now, in place of those of the quote.
   * @throws {KamikitError} `not_found`, `suspended`, `over_budget`; the entry goes on awaiting then.
   */
  approve(
    id: string,
    given: { by: string; evidence?: JsonObject | undefined },
  ): Promise<{ entry: LedgerEntry; isOurs: boolean }>;
  /** Marks as sent, sends and settles what `approve` gave to this process. Whatever became of it, the entry says so. */
  sendApproved(entry: LedgerEntry, send: (entry: LedgerEntry) => Promise<Settlement>): Promise<ExecutedEntry>;
  /** The owner's no; what is decided already is returned as it stands. @throws {KamikitError} `not_found`. */
  decline(id: string, given: { by: string; reason?: string | undefined }): Promise<LedgerEntry>;
  /** What the owner was asked about is no more, and `error` says why; what is decided already is returned as it stands. @throws {KamikitError} `not_found`. */
  makeVoid(id: string, error: KamikitError): Promise<LedgerEntry>;
  /**
   * Allows beforehand what `approval` asks for, within limits that are counted with the budgets.
   * @throws {KamikitError} `invalid_request` for terms that limit nothing.
   */
  addMandate(terms: Partial<MandateTerms>, by: string): Promise<Mandate>;
  /** Whether `addMandate` would take them; nothing is written. @throws {KamikitError} `invalid_request`. */
  assertMandate(terms: Partial<MandateTerms>): void;
  /** Those that hold, the oldest first; `all`: those that were revoked or have run out, too. */
  mandates(shown?: { all?: boolean }): Promise<Mandate[]>;
  /** Nothing is prepared by it any more, in any process. @throws {KamikitError} `not_found`. */
  revokeMandate(id: string, by: string): Promise<Mandate>;
  /** How much of a good is on its way or not used yet, as far as this ledger knows. */
  held(good: BoughtGood): Promise<Held>;
  /**
   * The same ledger in the hands of somebody who uses it over the network: what they wish for is theirs, their keys meet nobody
   * else's, their limits bind beside those of all, and every event names them. What only an owner may do is `read_only` to others.
   * It still reads everything, by which outcomes are proved: whoever shows it to them shows what is theirs.
   */
  as(person: Person): Ledger;
  /**
   * Adds somebody, and returns the token by which they are known: it is told here once, and only its hash is kept.
   * @throws {KamikitError} `invalid_request` for a name that is taken or unusable, or limits that make no sense.
   */
  addPerson(person: Person, by: string): Promise<{ person: KnownPerson; token: string }>;
  /** Those who may come in, in the order in which they were added; `all`: those who were revoked, too. */
  people(shown?: { all?: boolean }): Promise<KnownPerson[]>;
  /** Those who may come in, and others who spent something today, with what counts against a budget of their own. */
  peopleToday(): Promise<PersonToday[]>;
  /** Whoever has this token; null where nobody has. */
  personWithToken(token: string): Promise<Person | null>;
  /** At once, in every process: their token is none any more. @throws {KamikitError} `not_found`. */
  revokePerson(name: string, by: string): Promise<KnownPerson>;
  /** Counts requests to an account, of all processes together, and says from when the next may be made. */
  takeTurns(account: string, taken: TurnsTaken): Promise<Turns>;
  /** Counts none, but says from when the next may be made. */
  turns(account: string, perMinute: number): Promise<Turns>;
  /** Ends all spending of every process on this ledger, until `liftStop`. What was sent is settled as ever. */
  stop(by: string): Promise<Suspension>;
  /**
   * Ends the stop alone: an account that is suspended stays so. Returns what was lifted; null where nothing was stopped.
   * @throws {KamikitError} `config_invalid` for a ledger that was moved, which only `liftSuspensions` lets spend again.
   */
  liftStop(by: string): Promise<Suspension | null>;
  /**
   * Records an outcome, at once or whenever it becomes known; what comes too late changes nothing. Returns the entry as it then stands.
   * @throws {KamikitError} `not_found`.
   */
  settle(id: string, settlement: Settlement): Promise<LedgerEntry>;
  /**
   * Finds out about an entry that is `unknown` or `pending`, or was refused under a number that was sent; any other is
   * returned as it is.
   * @throws {KamikitError} `not_found`, or what the reconciler throws.
   */
  reconcile(id: string, reconciler: Reconciler): Promise<LedgerEntry>;
  /**
   * The entries that are due to be looked at, open ones and those of which there is news: 30 seconds after they were left open,
   * then ever more rarely, at least once an hour. Each is claimed for a minute at most, so that of several processes one looks,
   * and another where that one is gone. With `kinds`, only those of these kinds.
   */
  claimDue(options: {
    limit: number;
    kinds?: readonly string[] | null;
    evenIfNotDue?: boolean;
  }): Promise<DueEntry[]>;
  /**
   * Puts off an entry that was looked at until its next look, unless it has changed or is wanted sooner. What is over has no next
   * one, unless its upstream could not tell (`isTold`: false).
   */
  putOff(entry: Pick<DueEntry, 'id' | 'claimed_until_ms'>, look?: { isTold?: boolean }): Promise<void>;
  /**
   * Has an entry looked at in so many milliseconds, as whatever looked at it before then did not see the news: an open one, or,
   * once, one that failed or was refused after it had been sent. False for any other, which stays as it is.
   */
  lookWithin(id: string, ms: number): Promise<boolean>;
  /**
   * Settles what processes that are gone left behind, and what this one has not sent as nobody could tell it whether it was
   * recorded. Runs on opening and with every `prepare` and `reconcile`.
   */
  recover(): Promise<void>;
  get(id: string): Promise<LedgerEntry | null>;
  /** The entry that used up the key; if there is none, the newest that was never sent. */
  find(kind: string, idempotencyKey: string, person?: string | null): Promise<LedgerEntry | null>;
  findByReference(kind: string, reference: string): Promise<LedgerEntry | null>;
  /** The ids that begin like this, `limit` at most, of all or of one person: people type the first characters of one. */
  idsLike(beginning: string, limit: number, person?: string): Promise<string[]>;
  /** What happened to an entry, in order. */
  timeline(id: string): Promise<EntryEvent[]>;
  /** The other entries to which something happened after this one was prepared, whatever clocks said; none for what no event tells of. */
  sincePrepared(id: string): Promise<Since>;
  /**
   * The other entries that may have done something since that time, in epoch milliseconds, or since this one was prepared,
   * whatever the clocks said; in no order, and some more than these.
   */
  changedSince(id: string, sinceMs: number): AsyncIterableIterator<LedgerEntry>;
  /** What upstreams told unasked, the latest first. */
  notifications(options?: NotifiedOptions): Promise<Notified[]>;
  /** The number of the last event: whatever changes, it grows. One quick look-up, for whoever shows how things stand. */
  lastEventSeq(): Promise<number>;
  /** @throws {KamikitError} `config_invalid` once a newer version has brought the tables up to date: this one then only reads. */
  assertVersion(): Promise<void>;
  /** What time it is for all who share this ledger, in epoch milliseconds; the clock of one machine may be wrong. */
  now(): number;
  /** One page, newest first. */
  list(options?: ListOptions): Promise<EntryPage>;
  /** What awaits its owner: so many of everybody's in turns, the oldest first, and how many there are in all. */
  askedEntries(limit: number): Promise<Pick<EntryPage, 'entries' | 'total'>>;
  /** All of them, oldest first, read a batch at a time. */
  entries(): AsyncIterableIterator<LedgerEntry>;
  /** What was spent in some days, in all and apart by day, month, good or account. Refused entries and those that await approval are no part of it. */
  summary(options?: SummaryOptions): Promise<SpendingSummary>;
  /**
   * Marks delivered cards of an entry as used, or as not used after all.
   * @throws {KamikitError} `not_found`; `invalid_request` for a card that the entry does not hold.
   */
  mark(id: string, mark: Mark): Promise<LedgerEntry>;
  budget(): Promise<Budget>;
  /**
   * For a preview before anybody is asked; `prepare` decides. Returns the limits and what is left of them.
   * @throws {KamikitError} `suspended`, `possible_duplicate`, `over_budget`.
   */
  assertAllowed(wish: Omit<Wish, 'idempotencyKey'>): Promise<Budget>;
  /** That the owner stopped all spending, and the accounts with which nothing is spent, because one of their entries was charged more than agreed. */
  suspensions(): Promise<Suspension[]>;
  /** On the owner's word: with this account spending goes on, or altogether. Returns what was lifted. */
  liftSuspensions(account?: string): Promise<Suspension[]>;
  /**
   * Why this ledger spends nothing, in words for its owner; null where it continues what was there before. A few quick
   * look-ups: for all that may be wrong, `verify`.
   */
  doubt(): Promise<string | null>;
  /** Every edit, gap and replaced file: what the events do not account for. Empty where all is well. */
  verify(): Promise<Discrepancy[]>;
  /** The owner's word that the ledger is to be taken as it is: it may spend again, and `verify` finds only what comes later. */
  acceptHistory(): Promise<void>;
  close(): Promise<void>;
}
