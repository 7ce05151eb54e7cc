import { KamikitError, type Money, type Upstream } from '@kamikit/core';
import type { Finding, JsonObject, LedgerEntry, Settlement } from '@kamikit/ledger';
import type * as z from 'zod';
import type { Parts } from './parts.ts';
import type { QuotedFacts } from './quote.ts';

/** What is true right now, read before anything is sent. */
export interface Quoted<Request = never> {
  /** The request with what its caller left open: from here on it is this one that is decided about, and sent. */
  request?: Request;
  /** What it will cost, in yuan; null where no money is spent. */
  amount: Money | null;
  /** What is shown to whoever decides. */
  facts: QuotedFacts;
  /** Readings taken beforehand, for reconciling. */
  evidence: JsonObject;
  /** Our own number, where the upstream takes one: on disk before it is sent. */
  reference?: string;
}

/** A settlement with what the ledger keeps of the answer. */
export type Settled<Result> = Settlement & { result: Result };

/** How long to keep asking, and who is told meanwhile. */
export interface FollowOptions<Result> {
  signal?: AbortSignal | undefined;
  /** How long to keep asking, in milliseconds; until it is finished by default. 0 asks once. */
  maxWaitMs?: number | undefined;
  /** Told of each answer, with the milliseconds since the first question. */
  onPoll?: (seen: Settled<Result>, elapsedMs: number) => void;
}

export interface ReconcileContext {
  parts: Parts;
  signal: AbortSignal | undefined;
  /** Whether this ledger did something else to the same thing since the entry was prepared. */
  isTouchedByOthers(): Promise<boolean>;
}

/** The types of one kind. */
export interface KindTypes {
  /** What a caller asks for. */
  wish: unknown;
  /** The wish as the ledger keeps it: another one under the same key is `key_conflict`. */
  request: JsonObject;
  /** What the ledger keeps of the answer. */
  result: object;
}

/** Every fact about one kind of entry. */
export interface KindFacts<T extends KindTypes> {
  upstream: Upstream;
  wish: z.ZodType<T['request'], T['wish']>;
  /** Fields that an earlier version did not keep are read as null. */
  result: z.ZodType<T['result']>;
  /** The fields of a request that a caller may leave open, for the quote to name. */
  leftOpen: readonly (keyof T['request'] & string)[];
  /** Changes nothing. What it throws means that nothing was sent. */
  quote(
    request: T['request'],
    parts: Parts,
    options: { signal: AbortSignal | undefined },
  ): Promise<Quoted<T['request']>>;
  /** Runs at most once for a key, after the entry is on disk. */
  send(request: T['request'], entry: LedgerEntry, parts: Parts): Promise<Settled<T['result']>>;
  /**
   * Asks the upstream for what it knows by this reference until that is finished; null where it cannot be asked.
   * `request` is what was asked for under it, where the ledger knows: an answer about something else is refused.
   */
  follow:
    | ((
        reference: string,
        request: T['request'] | null,
        parts: Parts,
        options: FollowOptions<T['result']>,
      ) => Promise<Settled<T['result']>>)
    | null;
  /** Finds out at the upstream what became of an open entry; changes nothing there. */
  reconcile(entry: LedgerEntry, context: ReconcileContext): Promise<Finding>;
  /** For how long after a lost answer seeing nothing proves nothing, in milliseconds. */
  absenceProvesAfterMs: number;
  /** What was delivered, as it came; null when nothing was. */
  delivered(result: T['result']): string | null;
  /** Whether no two entries may have the same reference: an answer with another entry's proves nothing. */
  hasOwnReference: boolean;
  /** What an entry holds once its owner says that it was delivered. */
  asDelivered(result: T['result']): T['result'];
  /**
   * What makes a wish, as it was quoted, the same as another: given anew a short while later, it is taken for a mistake; null
   * where it is not.
   */
  likeness(request: T['request'], evidence: JsonObject): JsonObject | null;
  /** The account's balance, where there is one; null where the upstream does not show it. */
  balance: ((parts: Parts, signal: AbortSignal) => Promise<Money | null>) | null;
  /** What is bought, by the account's own number for it: entries about the same are added up; null where nothing is. */
  good(request: T['request']): string | null;
  /** How many cards it issues or recharges. */
  cards(request: T['request']): number;
  /** The name of what it changes at the upstream, where another entry may change the same thing. */
  touches(request: JsonObject): string | null;
}

/** @throws {KamikitError} `invalid_request` that names each field and what it expects. */
export function parseWish<Request>(kind: string, schema: z.ZodType<Request>, wish: unknown): Request {
  const parsed = schema.safeParse(wish);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path, message }) => `${path.join('.') || kind}: ${message}`);
  throw new KamikitError(`This ${kind} request is invalid: ${faults.join('; ')}.`, {
    code: 'invalid_request',
    outcome: 'not_committed',
    neverSent: true,
    cause: parsed.error,
  });
}
