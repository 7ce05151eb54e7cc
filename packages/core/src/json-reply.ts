import { unintelligible } from './call.ts';
import { type ErrorCode, KamikitError, UPSTREAM_NAMES } from './errors.ts';
import { inMarks } from './in-marks.ts';
import { OverLimitError, parseJson } from './json-limits.ts';
import { classifyRefusal, isServerFault, leavesInDoubt } from './refusal.ts';
import type { CallContext, WireReply } from './transport.ts';

/** The body as a JSON object. @throws {KamikitError} for anything else: HTML, truncated text, a bare list. */
export function parseJsonObject(reply: WireReply, context: CallContext): Record<string, unknown> {
  const body = readJsonObject(reply.body);
  if (body !== undefined) return body;
  throw noJsonObject(reply, context);
}

/** The error for a body that is no JSON object. */
export function noJsonObject(reply: WireReply, context: CallContext): KamikitError {
  const what = `with ${describeBody(reply)} instead of a JSON object (HTTP ${reply.status})`;
  return unintelligible(context, what);
}

/** The text as a JSON object, where it is one. @throws {OverLimitError} when it holds too much. */
export function readJsonObject(text: string): Record<string, unknown> | undefined {
  const body = readJson(text);
  return typeof body === 'object' && body !== null && !Array.isArray(body) ? { ...body } : undefined;
}

function readJson(text: string): unknown {
  try {
    // PHP sites may send a byte order mark before their JSON.
    return parseJson(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    if (error instanceof OverLimitError) throw error;
    return undefined;
  }
}

function describeBody({ body, headers }: WireReply): string {
  const text = body.slice(0, LONGEST_MESSAGE).trimStart();
  if (text === '') return 'an empty body';
  // PHP's own error pages begin with a tag such as <b>, without a doctype.
  if (/^<[a-z!?]/i.test(text)) return 'an HTML page';
  if (/json/i.test(String(headers['content-type'])) || /^[[{]/.test(text)) return 'truncated or broken JSON';
  return 'plain text';
}

// Request Timeout, Conflict (RFC 9110, 15.5.9 and 15.5.10), Too Early (RFC 8470, 5.2): none says what was done.
export const IN_DOUBT: readonly number[] = [408, 409, 425];

/**
 * Judges the HTTP status alone, before any body is read. Only statuses that by definition mean "not carried out"
 * refuse a change of state: 401 (RFC 9110, 15.5.2: the request has not been applied) and 429 (RFC 6585, 4).
 */
export function checkStatus(reply: WireReply, context: CallContext, now: number): void {
  const { upstream, operation, effect } = context;
  const about = { upstream, operation, outcome: effect === 'read' ? undefined : ('not_committed' as const) };
  if (reply.status === 401) {
    throw new KamikitError(`the ${UPSTREAM_NAMES[upstream]} does not accept the key (HTTP 401)`, {
      ...about,
      code: 'unauthorized',
      upstreamMessage: messageOf(reply.body),
    });
  }
  if (reply.status === 429) {
    const retryAfterMs = parseRetryAfter(reply.headers['retry-after'], now);
    const wait =
      retryAfterMs === undefined ? '' : `; it asks callers to wait ${Math.ceil(retryAfterMs / 1000)} s`;
    throw new KamikitError(`the ${UPSTREAM_NAMES[upstream]} refused ${operation}: too many requests${wait}`, {
      ...about,
      code: 'rate_limited',
      retryable: true,
      retryAfterMs,
      upstreamMessage: messageOf(reply.body),
    });
  }
  if (reply.status >= 300 && reply.status < 400) {
    const what = `with a redirect (HTTP ${reply.status}), which is not followed (check the URL)`;
    throw unintelligible(context, what);
  }
  if (reply.status < 500 && !(effect !== 'read' && IN_DOUBT.includes(reply.status))) return;
  if (effect !== 'read') throw unintelligible(context, `with HTTP ${reply.status}`);
  throw new KamikitError(
    `${operation}: the ${UPSTREAM_NAMES[upstream]} reported a server error (HTTP ${reply.status})`,
    {
      upstream,
      operation,
      code: 'unreachable',
      retryable: true,
      retryAfterMs: parseRetryAfter(reply.headers['retry-after'], now),
      upstreamMessage: messageOf(reply.body),
    },
  );
}

// No reason is longer, and searching a text of megabytes for words takes as long as its writer likes.
const LONGEST_MESSAGE = 2_000;

/** The error for an upstream's documented refusal, classified by its words. */
export function refusal(words: string, context: CallContext, known?: ErrorCode): KamikitError {
  const message = words.slice(0, LONGEST_MESSAGE);
  const code = known ?? classifyRefusal(message);
  const { upstream, operation, effect } = context;
  const reason = message === '' ? ' without giving a reason' : `: ${inMarks(message)}`;
  if (effect !== 'read' && leavesInDoubt(message, upstream, known))
    return unintelligible(context, message === '' ? 'without a reason' : `with ${inMarks(message)}`).with({
      upstreamMessage: message,
    });
  if (known === undefined && isServerFault(message)) {
    if (code !== 'upstream_refused') return refusal(message, context, code);
    return new KamikitError(`the ${UPSTREAM_NAMES[upstream]} could not carry out ${operation}${reason}`, {
      ...{ upstream, operation, code, retryable: true, upstreamMessage: message },
    });
  }
  return new KamikitError(`the ${UPSTREAM_NAMES[upstream]} refused ${operation}${reason}`, {
    ...{ upstream, operation, code, upstreamMessage: message },
    retryable: code === 'rate_limited',
    outcome: effect === 'read' ? undefined : 'not_committed',
  });
}

function messageOf(body: string): string | undefined {
  try {
    const { message, msg } = readJsonObject(body) ?? {};
    const words = message ?? msg;
    return typeof words === 'string' ? words.slice(0, LONGEST_MESSAGE) : undefined;
  } catch {
    return undefined; // the status alone says enough
  }
}

/** Seconds or an HTTP date (RFC 9110, 10.2.3), as milliseconds from now. */
function parseRetryAfter(header: string | string[] | undefined, now: number): number | undefined {
  const text = (Array.isArray(header) ? header[0] : header)?.trim();
  if (!text) return undefined;
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  // `Date.parse` finds a date in nearly anything: "1.5" is the fifth of January.
  const date = /^[A-Z][a-z]+, .+ GMT$/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
