import type { ErrorCode, KamikitError, Money, Outcome, Upstream } from '@kamikit/core';

/** Plain data that survives `JSON.stringify`. */
export type JsonObject = { readonly [key: string]: unknown };

/**
 * Every state: `awaiting_approval`: quoted, and its owner has not decided. `prepared`: on disk, not sent. `sent`: on its way, no answer yet. `completed`: delivered.
 * `pending`: accepted, not finished. `failed`: accepted, then failed; the money may not come back.
 * `refused`: nothing was committed. `refunded`: the money came back. `unknown`: may have happened.
 */
export const ENTRY_STATES = [
  ...(['awaiting_approval', 'prepared', 'sent', 'completed', 'pending'] as const),
  ...(['failed', 'refused', 'refunded', 'unknown'] as const),
] as const;

export type EntryState = (typeof ENTRY_STATES)[number];

/** The states that something sent can be in. */
export type SettledState = Exclude<EntryState, 'awaiting_approval' | 'prepared' | 'sent'>;

/** What is bought, in the shop's own words, which nobody vouches for. */
export interface Goods {
  name: string | null;
  specification: string | null;
  quantity: number;
}

/** Which item of which job an entry is for. */
export interface ItemOfJob {
  job: string;
  number: number;
}

/** What somebody wants done, once. */
export interface Wish {
  /** What is done, for instance `purchase`; keys are unique per kind. */
  kind: string;
  idempotencyKey: string;
  /** What is sent. */
  request: JsonObject;
  /** What was asked for, where the request was completed afterwards: the same key with another one is refused. */
  asked?: JsonObject | undefined;
  /** The fields of it that may be left open: whether a retry names one or leaves it out, it is the same wish. */
  leftOpen?: readonly string[];
  /** The most it may cost, in yuan; `null` where no money is spent. */
  amount: Money | null;
  /** What is bought, as the shop named it when it was quoted; none where nothing is. */
  goods?: Goods | null;
  /** What is bought, by the account's own number for it: entries about the same are added up. */
  good?: string | null;
  /** The upstream's name for it, where it is known before sending. */
  reference?: string;
  /** Readings taken beforehand, for instance a balance. */
  evidence?: JsonObject;
  /** What earlier versions knew the account of `evidence` by: what was suspended under that still is. */
  formerAccount?: string | undefined;
  /** How many cards it issues or recharges; none by default. */
  cards?: number;
  /**
   * The request without what makes it no other wish, such as a limit. Where given, the same one under another key within
   * 10 minutes is `possible_duplicate`.
   */
  likeness?: JsonObject | undefined;
  /** It is meant, whatever was wished for a short while ago. */
  again?: boolean;
  /** Its owner has to allow it: by a mandate beforehand, or by approving this quote while it is valid (15 minutes by default). */
  approval?: { quote: JsonObject; validMs?: number };
  /** It is an item of a job that this process has claimed. */
  item?: ItemOfJob | undefined;
}

/** What became of an entry. Fields left out stay as they were. */
export interface Settlement {
  state: SettledState;
  /** What was delivered, or how it stands. Never removed, and never replaced once the entry is completed. */
  result?: JsonObject;
  /** The upstream's name for it: an order or trade number. Once stored it is never replaced. */
  reference?: string;
  /** Says that no two entries of a kind may have this reference: where another one has it, the answer proves nothing. */
  isOwnReference?: boolean;
  /** What was charged, in yuan, as the upstream says or the account shows. The largest that was ever said stands. */
  charged?: Money;
  /** The account's balance shows that the money came back. Only with `refunded`. */
  isRefundShown?: boolean;
  /** The upstream told it unasked: it is one of `notifications`. */
  isNotified?: boolean;
  evidence?: JsonObject;
  error?: KamikitError;
  /** What a person should look at. */
  advice?: string;
  /** How many cards the result holds, each of which may be marked as used. */
  delivered?: number;
  /** Provably nothing left this machine, so the same key may be used again. Only with `refused`. */
  neverSent?: boolean;
}

/** An error as the ledger stores it. */
export interface RecordedError {
  code: ErrorCode;
  message: string;
  outcome: Outcome | null;
  retryable: boolean;
  upstream: Upstream | null;
  operation: string | null;
  upstream_message: string | null;
  status: number | null;
  hint: string | null;
}

/** One purchase, trade, use or the like, as it stands. Money in yuan, times ISO 8601 with `+08:00`. */
export interface LedgerEntry {
  id: string;
  kind: string;
  idempotency_key: string;
  state: EntryState;
  /** Provably nothing was sent; the same key and request may be prepared again. */
  never_sent: boolean;
  request: JsonObject;
  /** What counts against the budgets: the larger of `agreed` and `charged`. Null where no money is spent. */
  amount: Money | null;
  /** The price that was quoted before it was sent. */
  agreed: Money | null;
  /** What the upstream says that it charged, or the account shows; null while neither is known. */
  charged: Money | null;
  /** More was charged than agreed: the account is suspended until its owner lifts that. */
  overcharged: boolean;
  /** The account's balance shows that what was refunded came back: only then does it no longer count. */
  refund_shown: boolean;
  /** What was bought, as it was quoted; null where nothing was, and in entries of versions that did not keep it. */
  goods: Goods | null;
  reference: string | null;
  result: JsonObject | null;
  /** What its owner is asked about; null where nobody had to be. */
  quote: JsonObject | null;
  /** Until when the owner can approve it; null where nobody is asked. */
  quote_until: string | null;
  /** Who approved or declined it, and when; null where nobody did. */
  decided_by: string | null;
  decided_at: string | null;
  /** The mandate that allowed it. */
  mandate: string | null;
  /** Which of the delivered cards are marked as used, by their numbers in order; the first is 1. */
  used: readonly number[];
  /** How many of them are not; null where nothing was delivered, or nobody counted. */
  unused: number | null;
  evidence: JsonObject;
  error: RecordedError | null;
  advice: string | null;
  created_at: string;
  sent_at: string | null;
  updated_at: string;
  /** The job that it is an item of; null for none. */
  job: string | null;
  /** Which of its items, the first being 1. */
  job_item: number | null;
  /** Who wished for it, over the network; null: whoever uses this machine. */
  person: string | null;
  /** What of it cannot be read, by column, because somebody changed the file; otherwise `null`. It can be seen, and no more. */
  damaged: readonly string[] | null;
}
