/** Every code that a `KamikitError` can carry. Callers switch on it; it never changes its meaning. */
export type ErrorCode =
  | 'unauthorized'
  | 'not_found'
  | 'invalid_request'
  | 'insufficient_balance'
  | 'out_of_stock'
  | 'limit_exceeded'
  | 'card_expired'
  | 'card_exhausted'
  | 'rate_limited'
  | 'signature_rejected'
  | 'upstream_refused'
  | 'malformed_response'
  | 'unreachable'
  | 'timeout'
  | 'outcome_unknown'
  | 'config_invalid'
  | 'price_changed'
  | 'over_budget'
  | 'declined'
  | 'duplicate_in_progress'
  | 'key_conflict'
  | 'read_only'
  /** The same wish came under another key a short while ago. */
  | 'possible_duplicate'
  /** The owner stopped spending, or an account charged more than was agreed. */
  | 'suspended'
  /** Its owner has not decided about it yet. */
  | 'awaiting_approval'
  /** The caller stopped it. */
  | 'cancelled'
  /** A fault in Kamikit. */
  | 'internal';

/** Every upstream there is. */
export const UPSTREAMS = ['storefront', 'cards', 'supplier'] as const;

export type Upstream = (typeof UPSTREAMS)[number];

/** What messages call each upstream. */
export const UPSTREAM_NAMES: Readonly<Record<Upstream, string>> = {
  storefront: 'storefront',
  cards: 'card service',
  supplier: 'supplier',
};

/**
 * What is known about a call that changes state and failed: `not_committed` was refused or provably never sent,
 * `unknown` may have happened.
 */
export type Outcome = 'not_committed' | 'unknown';

export interface KamikitErrorOptions {
  code: ErrorCode;
  /** Which service answered, or was meant to. Absent for errors of our own. */
  upstream?: Upstream | undefined;
  /** For instance `storefront.purchase`. */
  operation?: string | undefined;
  /** The upstream's own words, unchanged except for redacted secrets. */
  upstreamMessage?: string | undefined;
  /** Whether the same call may succeed when it is repeated unchanged. */
  retryable?: boolean;
  /** Present on every error of a call that changes state. */
  outcome?: Outcome | undefined;
  /** Nothing left this machine, so the same idempotency key may be used again. Only with `not_committed`. */
  neverSent?: boolean;
  /** The ledger's entry that it is about, where one was written. */
  entryId?: string | undefined;
  /** How long the upstream asks callers to wait, in milliseconds. */
  retryAfterMs?: number | undefined;
  /** The HTTP status, where there was an answer. */
  status?: number | undefined;
  /** What to do next, where the code alone does not say it. */
  hint?: string | undefined;
  /**
   * The answer's body, where an answer came that could not be understood: it may hold what was paid for.
   * Keep it as evidence; never log it.
   */
  receivedBody?: string | undefined;
  cause?: unknown;
}

/** The one error type of all packages. `message` says what happened, and to what; `code` says what kind of error it is. */
export class KamikitError extends Error {
  override readonly name = 'KamikitError';
  readonly code: ErrorCode;
  readonly upstream: Upstream | undefined;
  readonly operation: string | undefined;
  readonly upstreamMessage: string | undefined;
  readonly retryable: boolean;
  readonly outcome: Outcome | undefined;
  readonly neverSent: boolean;
  readonly entryId: string | undefined;
  readonly retryAfterMs: number | undefined;
  readonly status: number | undefined;
  readonly hint: string | undefined;
  readonly receivedBody: string | undefined;
  readonly #options: KamikitErrorOptions;

  constructor(message: string, options: KamikitErrorOptions) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    this.code = options.code;
    this.upstream = options.upstream;
    this.operation = options.operation;
    this.upstreamMessage = options.upstreamMessage;
    this.retryable = options.retryable ?? false;
    this.outcome = options.outcome;
    // What may have happened was sent, whatever an earlier error said.
    this.neverSent = options.outcome === 'not_committed' && options.neverSent === true;
    this.entryId = options.entryId;
    this.retryAfterMs = options.retryAfterMs;
    this.status = options.status;
    this.hint = options.hint;
    this.receivedBody = options.receivedBody;
    this.#options = options;
  }

  /** A copy of this error with the given changes. */
  with({ message, ...changes }: Partial<KamikitErrorOptions> & { message?: string }): KamikitError {
    return new KamikitError(message ?? this.message, { ...this.#options, ...changes });
  }
}
