import { formatShanghaiTime, type KamikitError, type Money } from '@kamikit/core';
import type { RecordedError } from './recorded-error.ts';
import type { EntryRow } from './schema.ts';

/** Plain data that survives `JSON.stringify`. */
export type JsonObject = { readonly [key: string]: unknown };

/** How something that was sent can stand. */
export type SettledState = 'completed' | 'pending' | 'failed' | 'refused' | 'refunded' | 'unknown';

/**
 * `prepared`: on disk, not sent. `sent`: on its way, no answer yet. `completed`: delivered.
 * `pending`: accepted, not finished. `failed`: accepted, then failed; the money may stay taken.
 * `refused`: nothing was committed. `refunded`: the money came back. `unknown`: may have happened.
 */
export type EntryState = 'prepared' | 'sent' | SettledState;

/** What somebody wants done, once. */
export interface Wish {
  /** What is done, for instance `purchase`; keys are counted per kind. */
  kind: string;
  idempotencyKey: string;
  /** What is asked for: the same key with another request is refused. */
  request: JsonObject;
  /** The most it may cost, in yuan; `null` where no money is spent. */
  amount: Money | null;
  /** The upstream's name for it, where it is known before sending. */
  reference?: string;
  /** Readings from before, for instance a balance. */
  evidence?: JsonObject;
}

/** What became of an entry. What is left out stays as it was. */
export interface Settlement {
  state: SettledState;
  /** What was delivered, or how it stands. Never taken back; of a completed entry never replaced. */
  result?: JsonObject;
  /** The upstream's name for it: an order or trade number. Once stored it is never replaced. */
  reference?: string;
  /** What it cost in the end, in yuan. */
  amount?: Money;
  evidence?: JsonObject;
  error?: KamikitError;
  /** What a person should look at. */
  advice?: string;
  /** Provably nothing left this machine, so the same key may be used again. Only with `refused`. */
  neverSent?: boolean;
}

/** One purchase, trade, use or the like, as it stands. Money in yuan, times ISO 8601 with `+08:00`. */
export interface LedgerEntry {
  id: string;
  kind: string;
  idempotency_key: string;
  state: EntryState;
  /** Provably nothing was sent; the same key and request may be prepared anew. */
  never_sent: boolean;
  request: JsonObject;
  amount: Money | null;
  reference: string | null;
  result: JsonObject | null;
  evidence: JsonObject;
  error: RecordedError | null;
  advice: string | null;
  created_at: string;
  sent_at: string | null;
  updated_at: string;
}

/** The entry as callers see it. */
export function toEntry(row: EntryRow): LedgerEntry {
  return {
    id: row.id,
    kind: row.kind,
    idempotency_key: row.idempotency_key,
    state: row.state,
    never_sent: row.never_sent === 1,
    request: JSON.parse(row.request),
    amount: row.amount,
    reference: row.reference,
    result: row.result === null ? null : JSON.parse(row.result),
    evidence: JSON.parse(row.evidence),
    error: row.error === null ? null : JSON.parse(row.error),
    advice: row.advice,
    created_at: formatShanghaiTime(row.created_ms),
    sent_at: row.sent_ms === null ? null : formatShanghaiTime(row.sent_ms),
    updated_at: formatShanghaiTime(row.updated_ms),
  };
}
