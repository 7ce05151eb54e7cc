import type { Money } from '@kamikit/core';
import type { Selectable } from 'kysely';
import type { EntryState } from './entry.ts';
import type { JobState } from './jobs/job.ts';

/** One row per attempt. Objects are JSON text, times epoch milliseconds, booleans 0 or 1. */
interface EntriesTable {
  id: string;
  kind: string;
  idempotency_key: string;
  /** Of the request, to tell a retry from another wish under the same key. */
  fingerprint: string;
  state: EntryState;
  never_sent: number;
  request: string;
  /** What counts against the budgets. */
  amount: Money | null;
  agreed: Money | null;
  charged: Money | null;
  overcharged: number;
  refund_shown: number;
  /** How many cards it issues or recharges. */
  cards: number;
  /** Fingerprint of what makes it the same wish as another. */
  likeness: string | null;
  /** What is bought, as it was quoted. */
  goods: string | null;
  reference: string | null;
  result: string | null;
  evidence: string;
  error: string | null;
  advice: string | null;
  /** The Asia/Shanghai day whose budget it counts against. */
  day: string;
  owner_host: string;
  owner_pid: number;
  owner_token: string;
  lease_until_ms: number;
  created_ms: number;
  sent_ms: number | null;
  updated_ms: number;
  /** When whoever runs should look at the upstream again; null for what is settled. */
  look_ms: number | null;
  /** What the owner is asked about, and until when that stands. */
  quote: string | null;
  quote_until_ms: number | null;
  /** Who approved or declined it, and when. */
  decided_by: string | null;
  decided_ms: number | null;
  /** The mandate that it goes by. */
  mandate: string | null;
  /** Which of the delivered cards are marked as used, as a JSON array of their numbers; null for none. */
  used: string | null;
  /** How many of them are not; null where nothing was delivered. */
  unused: number | null;
  /** What lists and sums go by, taken from the other columns: whose money it is, and what is bought, how often. */
  account: string | null;
  good: string | null;
  quantity: number | null;
  /** The job that it is an item of, and which one. */
  job: string | null;
  job_item: number | null;
  /** Who wished for it, over the network; null: whoever uses this machine. */
  person: string | null;
}

/** What an entry is found by: one row per entry, and no part of what it says. */
interface SearchWordsTable {
  entry_id: string;
  kind: string;
  created_ms: number;
  words: string;
}

/** One row per time that spending with an account was stopped. */
interface SuspensionsTable {
  id: string;
  account: string;
  /** The entry that gave the reason. */
  entry_id: string;
  since_ms: number;
  lifted_ms: number | null;
}

/** One row per job. */
interface JobsTable {
  id: string;
  kind: string;
  idempotency_key: string;
  /** Of the items and terms, to tell a retry from another job under the same key. */
  fingerprint: string;
  state: JobState;
  /** Why it stopped. */
  reason: string | null;
  items: number;
  max_total: Money;
  concurrency: number;
  /** How many items came to nothing, one after the other. */
  failures: number;
  /** The upstream wants no request before. */
  not_before_ms: number;
  /** Whether its owner has to allow it: 0, 1 as a whole or by mandates, 2 by mandates alone. */
  needs_word: number;
  /** Until when what its items were quoted at stands; null until all of them are. */
  quote_until_ms: number | null;
  /** Who approved it, and when. */
  decided_by: string | null;
  decided_ms: number | null;
  created_ms: number;
  updated_ms: number;
  /** Who started it, over the network, and as they were then, as JSON; null: whoever uses this machine. */
  person: string | null;
  person_then: string | null;
}

/** One row per item of a job. What became of it, its entry tells. */
interface JobItemsTable {
  job_id: string;
  number: number;
  request: string;
  /** What the owner is asked about: its price, and its name in the shop's words, as JSON. */
  quote: string | null;
  progress: 'waiting' | 'claimed' | 'done';
  /** Why it was refused before there was an entry. */
  error: string | null;
  attempts: number;
  owner_host: string;
  owner_pid: number;
  owner_token: string;
  /** While it is claimed, how long its owner may hold it; while it waits, when it may be begun with. */
  lease_until_ms: number;
  /** HMAC-SHA-256 over the request and the quote. */
  seal: string;
}

/** What happened, in order and without gaps; never changed. */
interface EventsTable {
  seq: number;
  at_ms: number;
  who: string;
  /** Null for what is no entry's. */
  entry_id: string | null;
  action: string;
  from_state: string | null;
  to_state: string | null;
  /** A digest of all that the entry said afterwards. */
  content: string | null;
  detail: string | null;
  /** What the last day with a change counts against its budgets, as JSON; null in events of versions that did not keep it. */
  counted: string | null;
  /** The hash of the event before; empty for the first. */
  prev: string;
  /** HMAC-SHA-256 over the other columns. */
  hash: string;
}

/** One row: which ledger this is, whatever its path. */
interface IdentityTable {
  ledger: string;
}

/** One row per account. */
interface TurnsTable {
  account: string;
  paid_off_ms: number;
}

export interface LedgerSchema {
  entries: EntriesTable;
  search_words: SearchWordsTable;
  suspensions: SuspensionsTable;
  jobs: JobsTable;
  job_items: JobItemsTable;
  turns: TurnsTable;
  events: EventsTable;
  identity: IdentityTable;
}

export type EntryRow = Selectable<EntriesTable>;
export type EventRow = Selectable<EventsTable>;
export type SearchWordsRow = Selectable<SearchWordsTable>;
export type SuspensionRow = Selectable<SuspensionsTable>;
export type JobRow = Selectable<JobsTable>;
export type JobItemRow = Selectable<JobItemsTable>;
