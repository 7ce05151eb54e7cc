import { inspect } from 'node:util';
import type { Dispatcher } from 'undici';
import type { z } from 'zod';
import type { Endpoint } from './endpoint.ts';
import { KamikitError, UPSTREAM_NAMES, type Upstream } from './errors.ts';
import { OverLimitError } from './json-limits.ts';
import { OtherThanAskedError } from './other-than-asked.ts';
import type { ProxySettings } from './proxy.ts';
import { redactor } from './redact.ts';
import { defaultRetryPolicy, type RetryPolicy, retryRead } from './retry.ts';
import { parseProxyUrl } from './settings.ts';
import { realTiming, type Timing } from './timing.ts';
import { type CallContext, createTransport, type WireReply, type WireRequest } from './transport.ts';
import { turnAfter } from './turns.ts';

/** Options that every client takes in addition to its own keys. */
export interface ClientOptions {
  /** Time limit for one request, in milliseconds; by default 30,000, or what the endpoint needs. */
  timeoutMs?: number;
  /** Larger answers are refused; by default 2 MiB, or what the endpoint needs. The counts of what is in them stay. */
  maxBodyBytes?: number;
  /** How reads are retried. Calls that change state never are. */
  retry?: Partial<RetryPolicy>;
  /** Sends the requests instead of the client's own connections: for proxies, recording, tests. The caller closes it. */
  dispatcher?: Dispatcher;
  /** The proxy to go through. A `dispatcher` takes its place. */
  proxy?: ProxySettings | undefined;
  /** For logs and metrics. It never sees a URL, a header or a body; what it throws is ignored. */
  onRequest?: (event: RequestEvent) => void;
  /** Waits for the turn of a request, before each attempt; what it throws ends a read. It must not keep what changes state waiting. */
  admit?: (request: { effect: Endpoint['effect']; signal: AbortSignal | undefined }) => Promise<void>;
  /** Told when the upstream answers that there are too many requests, and how long it wants to be left alone, where it says so. The caller is told once this is done; it must not reject. */
  onRateLimited?: (retryAfterMs: number | undefined) => Promise<void> | void;
  timing?: Timing;
  /** Identifies this account among others, for instance in a ledger; by default derived from its address and key. */
  account?: string;
}

/** One finished request, successful or not. */
export interface RequestEvent {
  upstream: Upstream;
  operation: string;
  method: 'GET' | 'POST';
  /** 1 for the first try. */
  attempt: number;
  durationMs: number;
  /** The HTTP status, where there was an answer. */
  status: number | undefined;
  /** The code of the error, where there was one. */
  error: string | undefined;
}

export interface CallOptions {
  /** Cancels the call. A call that changes state and was already sent then fails with `outcome_unknown`. */
  signal?: AbortSignal | undefined;
  /** Time limit for one request, in milliseconds; the client's by default. */
  timeoutMs?: number | undefined;
}

/** How one upstream speaks: how a request is built and what its answers mean. */
export interface Protocol {
  upstream: Upstream;
  /** Removed from every text that leaves the client. */
  secrets: readonly string[];
  buildRequest(endpoint: Endpoint, input: Record<string, unknown>): WireRequest;
  /** The answer's data. @throws {KamikitError} when it is a refusal, or not as documented. */
  readReply(reply: WireReply, context: CallContext, signal?: AbortSignal): unknown;
}

export interface Caller {
  call<Input extends z.ZodType, Output extends z.ZodType>(
    endpoint: Endpoint<Input, Output>,
    input: z.input<Input>,
    options?: CallOptions,
  ): Promise<z.output<Output>>;
  timing: Timing;
  close(): Promise<void>;
}

const DEFAULT_TIMEOUT_MS = 30_000;
// 10,000 cards of 200 characters; a notification of them may be as long.
const DEFAULT_MAX_BODY_BYTES = 2 * 1024 * 1024;

/** How every endpoint is called: check the input, send it (and retry, if it is a read), read the answer. */
export function createCaller(protocol: Protocol, options: ClientOptions): Caller {
  positive('timeoutMs', options.timeoutMs ?? DEFAULT_TIMEOUT_MS);
  positive('maxBodyBytes', options.maxBodyBytes ?? DEFAULT_MAX_BODY_BYTES);
  const policy = { ...defaultRetryPolicy, ...options.retry };
  positive('retry.attempts', policy.attempts);
  const timing = options.timing ?? realTiming;
  const proxy = options.proxy && parseProxyUrl(options.proxy.url);
  const transport = createTransport(
    options.dispatcher,
    proxy && { url: proxy.href, noProxy: options.proxy?.noProxy },
  );
  const redact = redactor(protocol.secrets);

  function report(event: RequestEvent): void {
    try {
      options.onRequest?.(event);
    } catch {
      // A logger's fault must not turn a paid answer into an error.
    }
  }

  return {
    timing,
    close: () => transport.close(),
    async call(endpoint, input, callOptions = {}) {
      const context = { upstream: protocol.upstream, operation: endpoint.operation, effect: endpoint.effect };
      const checked = checkInput(endpoint, input, context);
      const limits = {
        timeoutMs: positive(
          'timeoutMs',
          callOptions.timeoutMs ?? options.timeoutMs ?? endpoint.timeoutMs ?? DEFAULT_TIMEOUT_MS,
        ),
        maxBodyBytes: options.maxBodyBytes ?? endpoint.maxBodyBytes ?? DEFAULT_MAX_BODY_BYTES,
        signal: callOptions.signal,
      };

      async function attempt(number: number): Promise<z.output<typeof endpoint.output>> {
        await options.admit?.({ effect: endpoint.effect, signal: callOptions.signal });
        const started = timing.uptime();
        let reply: WireReply | undefined;
        let failure: string | undefined;
        try {
          reply = await transport.send(
            protocol.buildRequest(endpoint, { ...Object(checked) }),
            context,
            limits,
          );
          await turnAfter(reply.bytes.length);
          // Made here, so that what reads it begins with a turn of its own.
          if (!endpoint.isReadInTurns) void reply.body;
          await turnAfter(reply.bytes.length);
          const data = await protocol.readReply(reply, context, limits.signal);
          await turnAfter(reply.bytes.length);
          const output = await readOutput(endpoint, data, context);
          await turnAfter(reply.bytes.length);
          // A read can be made again; what was paid for would be lost with these bytes.
          if (endpoint.effect !== 'read' && !reply.isExact)
            throw unintelligible(context, 'with bytes that are no text');
          const other = endpoint.contradicts?.(output, checked) ?? null;
          if (other !== null) throw unintelligible(context, `with ${other}`, new OtherThanAskedError(other));
          return output;
        } catch (caught) {
          const isCancelled = endpoint.effect === 'read' && callOptions.signal?.aborted === true;
          const error = reply === undefined || isCancelled ? caught : toUnintelligible(caught, context);
          const told = withoutSecrets(error, redact, reply);
          if (told instanceof KamikitError && told.code === 'rate_limited')
            await options.onRateLimited?.(told.retryAfterMs);
          failure =
            told instanceof KamikitError ? told.code : callOptions.signal?.aborted ? 'cancelled' : 'internal';
          throw told;
        } finally {
          report({
            ...{ upstream: protocol.upstream, operation: endpoint.operation, method: endpoint.method },
            ...{
              attempt: number,
              durationMs: timing.uptime() - started,
              status: reply?.status,
              error: failure,
            },
          });
        }
      }

      return endpoint.effect === 'read' ? retryRead(attempt, policy, timing, callOptions.signal) : attempt(1);
    },
  };
}

function positive(name: string, value: number): number {
  if (!(Number.isFinite(value) && value > 0))
    throw new TypeError(`${name} must be a positive number, not ${value}`);
  return value;
}

function checkInput<Input extends z.ZodType>(
  endpoint: Endpoint<Input>,
  input: unknown,
  context: CallContext,
): z.output<Input> {
  const parsed = endpoint.input.safeParse(input);
  if (parsed.success && isWellFormed(parsed.data)) return parsed.data;
  const what = parsed.success ? 'half a character cannot be sent' : issues(parsed.error);
  throw new KamikitError(`${endpoint.operation}: ${what}`, {
    code: 'invalid_request',
    upstream: context.upstream,
    operation: context.operation,
    ...(context.effect !== 'read' && { outcome: 'not_committed', neverSent: true }),
    cause: parsed.error,
  });
}

/** Whether every text in it can be sent: a lone surrogate has no form in UTF-8, and would be sent as another character. */
function isWellFormed(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed();
  return typeof value !== 'object' || value === null || Object.entries(value).flat().every(isWellFormed);
}

async function readOutput<Output extends z.ZodType>(
  { output, isReadInTurns = false }: Endpoint<z.ZodType, Output>,
  data: unknown,
  context: CallContext,
): Promise<z.output<Output>> {
  const parsed = isReadInTurns ? await output.safeParseAsync(data) : output.safeParse(data);
  if (parsed.success) return parsed.data;
  throw unintelligible(context, `its data is not as documented (${issues(parsed.error)})`, parsed.error);
}

const MOST_ISSUES = 5;

function issues({ issues: found }: z.ZodError): string {
  const told = found
    .slice(0, MOST_ISSUES)
    .map(({ path, message }) => `${path.join('.') || 'the whole value'}: ${message}`);
  return [...told, ...(found.length > told.length ? [`${found.length - told.length} more`] : [])].join('; ');
}

/** More pages than any list has: one that goes on like this has no end. */
const MOST_PAGES = 1_000;

/** @throws {KamikitError} `malformed_response` for a page beyond the last that a list may have. */
export function assertPage(page: number, context: CallContext): void {
  if (page > MOST_PAGES) throw unintelligible(context, `with more than ${MOST_PAGES} pages of a list`);
}

/**
 * The error for an answer that cannot be understood: after a change of state nobody knows what it did. A read is not
 * repeated: asked again it would most likely be the same.
 */
export function unintelligible(
  { upstream, operation, effect }: CallContext,
  what: string,
  cause?: unknown,
): KamikitError {
  const about = { upstream, operation, cause };
  return effect === 'read'
    ? new KamikitError(`${operation}: the ${UPSTREAM_NAMES[upstream]} answered, but ${what}`, {
        ...about,
        code: 'malformed_response',
      })
    : new KamikitError(
        `${operation}: the ${UPSTREAM_NAMES[upstream]} answered, but ${what}; the request may have been carried out`,
        {
          ...about,
          code: 'outcome_unknown',
          outcome: 'unknown',
        },
      );
}

/** Whatever broke on reading an answer: the answer was made so. */
function toUnintelligible(caught: unknown, context: CallContext): KamikitError {
  if (caught instanceof KamikitError) return caught;
  if (caught instanceof OverLimitError) return unintelligible(context, caught.message);
  return unintelligible(context, 'it could not be read', caught);
}

/** A cause is kept unless it contains a secret: a transport error may quote the URL, and the URL may hold a key. */
function cleanCause(cause: unknown, redact: (text: string) => string): unknown {
  const text = inspect(cause, { depth: 5 });
  return redact(text) === text ? cause : new Error(redact(String(cause)));
}

/** The same error with every secret removed, and with the answer kept where it may hold what was paid for. */
function withoutSecrets(
  error: unknown,
  redact: (text: string) => string,
  reply: WireReply | undefined,
): unknown {
  if (!(error instanceof KamikitError)) return error;
  // It may be all that was paid for.
  const received = error.outcome === 'unknown' ? (reply?.raw ?? error.receivedBody) : undefined;
  return error.with({
    message: redact(error.message),
    upstreamMessage: error.upstreamMessage && redact(error.upstreamMessage),
    cause: cleanCause(error.cause, redact),
    status: reply?.status,
    receivedBody: received && keepBeginning(redact(received)),
  });
}

// 5,000 cards; beyond that, whoever keeps many of these would be made to fill memory.
const LONGEST_KEPT = 512 * 1024;

function keepBeginning(text: string): string {
  if (text.length <= LONGEST_KEPT) return text;
  return `${text.slice(0, LONGEST_KEPT)}\n[cut: ${text.length} characters came]`;
}
