import { inspect } from 'node:util';
import type { Dispatcher } from 'undici';
import type { z } from 'zod';
import type { Endpoint } from './endpoint.ts';
import { KamikitError, UPSTREAM_NAMES, type Upstream } from './errors.ts';
import { redactor } from './redact.ts';
import { defaultRetryPolicy, type RetryPolicy, retryRead } from './retry.ts';
import { realTiming, type Timing } from './timing.ts';
import { type CallContext, createTransport, type WireReply, type WireRequest } from './transport.ts';

/** What every client takes beside its own keys. */
export interface ClientOptions {
  /** For one request, in milliseconds; 30,000 unless told, or what the endpoint needs. */
  timeoutMs?: number;
  /** Larger answers are refused; 8 MiB unless told, or what the endpoint needs. */
  maxBodyBytes?: number;
  /** How reads are repeated. Calls that change state never are. */
  retry?: Partial<RetryPolicy>;
  /** Sends the requests instead of the client's own connections: for proxies, recording, tests. The caller closes it. */
  dispatcher?: Dispatcher;
  /** For logs and metrics. It never sees a URL, a header or a body; what it throws is ignored. */
  onRequest?: (event: RequestEvent) => void;
  timing?: Timing;
  /** What tells this account from others, in a ledger for instance; made of its address and key unless told. */
  account?: string;
}

/** One request that ended, well or not. */
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
  /** Ends the call. A call that changes state and was already sent then ends as `outcome_unknown`. */
  signal?: AbortSignal | undefined;
  /** For one request, in milliseconds; the client's unless told. */
  timeoutMs?: number | undefined;
}

/** How one upstream speaks: how a request is built and what its answers mean. */
export interface Protocol {
  upstream: Upstream;
  /** Taken out of every text that leaves the client. */
  secrets: readonly string[];
  buildRequest(endpoint: Endpoint, input: Record<string, unknown>): WireRequest;
  /** The answer's data. @throws {KamikitError} when it is a refusal, or no answer as documented. */
  readReply(reply: WireReply, context: CallContext): unknown;
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
const DEFAULT_MAX_BODY_BYTES = 8 * 1024 * 1024;
const KEPT_BODY_CHARACTERS = 64 * 1024;

/** The one way every endpoint is called: check, send (again, if it is a read), understand. */
export function createCaller(protocol: Protocol, options: ClientOptions): Caller {
  positive('timeoutMs', options.timeoutMs ?? DEFAULT_TIMEOUT_MS);
  positive('maxBodyBytes', options.maxBodyBytes ?? DEFAULT_MAX_BODY_BYTES);
  const policy = { ...defaultRetryPolicy, ...options.retry };
  positive('retry.attempts', policy.attempts);
  const timing = options.timing ?? realTiming;
  const transport = createTransport(options.dispatcher);
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
        const started = timing.now();
        let reply: WireReply | undefined;
        let failure: string | undefined;
        try {
          reply = await transport.send(protocol.buildRequest(endpoint, checked), context, limits);
          return readOutput(endpoint, protocol.readReply(reply, context), context);
        } catch (error) {
          const told = withoutSecrets(error, redact, reply);
          failure = told instanceof KamikitError ? told.code : 'cancelled';
          throw told;
        } finally {
          report({
            ...{ upstream: protocol.upstream, operation: endpoint.operation, method: endpoint.method },
            ...{ attempt: number, durationMs: timing.now() - started, status: reply?.status, error: failure },
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

function checkInput(endpoint: Endpoint, input: unknown, context: CallContext): Record<string, unknown> {
  const parsed = endpoint.input.safeParse(input);
  if (parsed.success) return Object(parsed.data);
  throw new KamikitError(`${endpoint.operation}: ${issues(parsed.error)}`, {
    code: 'invalid_request',
    upstream: context.upstream,
    operation: context.operation,
    ...(context.effect !== 'read' && { outcome: 'not_committed', neverSent: true }),
    cause: parsed.error,
  });
}

function readOutput<Output extends z.ZodType>(
  endpoint: Endpoint<z.ZodType, Output>,
  data: unknown,
  context: CallContext,
): z.output<Output> {
  const parsed = endpoint.output.safeParse(data);
  if (parsed.success) return parsed.data;
  throw unintelligible(context, `its data are not as documented (${issues(parsed.error)})`, parsed.error);
}

function issues(error: z.ZodError): string {
  return error.issues.map(({ path, message }) => `${path.join('.') || 'the whole'}: ${message}`).join('; ');
}

/** The error for an answer that cannot be understood: after a change of state nobody knows what it did. */
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
        retryable: true,
      })
    : new KamikitError(
        `${operation}: the ${UPSTREAM_NAMES[upstream]} answered, but ${what}: it may have happened`,
        {
          ...about,
          code: 'outcome_unknown',
          outcome: 'unknown',
        },
      );
}

/** A cause is kept unless it names a secret: the transport may speak of the URL, and a key may stand in that. */
function cleanCause(cause: unknown, redact: (text: string) => string): unknown {
  const text = inspect(cause, { depth: 5 });
  return redact(text) === text ? cause : new Error(redact(String(cause)));
}

/** The same error with each secret taken out, and with the answer kept where it may hold what was paid for. */
function withoutSecrets(
  error: unknown,
  redact: (text: string) => string,
  reply: WireReply | undefined,
): unknown {
  if (!(error instanceof KamikitError)) return error;
  return error.with({
    message: redact(error.message),
    upstreamMessage: error.upstreamMessage && redact(error.upstreamMessage),
    cause: cleanCause(error.cause, redact),
    status: reply?.status,
    receivedBody:
      error.outcome === 'unknown' ? reply && redact(reply.body.slice(0, KEPT_BODY_CHARACTERS)) : undefined,
  });
}
