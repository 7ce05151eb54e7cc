import { type Protocol, unintelligible } from '../call.ts';
import type { Endpoint } from '../endpoint.ts';
import { KamikitError, UPSTREAM_NAMES } from '../errors.ts';
import { inMarks } from '../in-marks.ts';
import { checkStatus, parseJsonObject, refusal } from '../json-reply.ts';
import type { Timing } from '../timing.ts';
import type { CallContext, WireReply, WireRequest } from '../transport.ts';

export interface StorefrontCredentials {
  apiKey: string;
  /** The vendor's by default. */
  baseUrl: URL;
  /** Which of the two documented headers carries the key. */
  auth: 'x-api-key' | 'bearer';
}

/** How the storefront speaks: JSON, `{success, message, data}` (storefront document, 基础信息). */
export function storefrontProtocol(credentials: StorefrontCredentials, timing: Timing): Protocol {
  const { apiKey, baseUrl, auth } = credentials;
  const keyHeader: Record<string, string> =
    auth === 'bearer' ? { authorization: `Bearer ${apiKey}` } : { 'x-api-key': apiKey };

  return {
    upstream: 'storefront',
    secrets: [apiKey],
    buildRequest(endpoint, input) {
      const { url, rest } = fillPath(endpoint, input, baseUrl);
      // Laravel answers a validation error with a redirect to HTML unless JSON is asked for (storefront facts, errors).
      const headers = { ...keyHeader, accept: 'application/json' };
      if (endpoint.method === 'GET') {
        for (const [name, value] of Object.entries(rest)) {
          if (value !== undefined) url.searchParams.set(name, String(value));
        }
        return { method: 'GET', url, headers } satisfies WireRequest;
      }
      return {
        method: 'POST',
        url,
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify(rest),
      } satisfies WireRequest;
    },
    readReply: (reply, context) => readEnvelope(reply, context, timing.now()),
  };
}

function fillPath(endpoint: Endpoint, input: Record<string, unknown>, baseUrl: URL) {
  const rest = { ...input };
  const path = endpoint.path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = encodeURIComponent(String(rest[name]));
    delete rest[name];
    return value;
  });
  return { url: new URL(path, baseUrl), rest };
}

function readEnvelope(reply: WireReply, context: CallContext, now: number): unknown {
  checkStatus(reply, context, now);
  const body = parseJsonObject(reply, context);
  const message = typeof body.message === 'string' ? body.message : '';
  const faults = validationFaults(body.errors);
  if (reply.status === 422 && faults !== null) throw invalid([message, ...faults], context);
  const success = body.success;
  if (context.effect !== 'read' && isContradictory(reply.status, body))
    throw unintelligible(context, `with HTTP ${reply.status} and an answer that contradicts itself`);
  if (success === false || success === 0) throw refusal(message, context);
  if (reply.status === 403) throw refusal(message, context, 'unauthorized');
  if (reply.status === 404) throw refusal(message, context, 'not_found');
  if (reply.status === 422) throw refusal(message, context, 'invalid_request');
  if (reply.status >= 400) throw refusal(message, context);
  if (success !== true && success !== 1) throw unintelligible(context, 'without saying whether it succeeded');
  return body.data;
}

/**
 * Whether an answer to a change is neither a success nor proof of the contrary: a refusal that holds an order, or a success
 * under an error's status.
 */
function isContradictory(status: number, body: Record<string, unknown>): boolean {
  const { success, data } = body;
  const succeeded = success === true || success === 1;
  if (status >= 400 && succeeded) return true;
  return !succeeded && [body, ...[data].flat()].some((each) => Object(each).order_sn !== undefined);
}

/** What Laravel's validator found, before anything was done: `{errors: {field: [text, ...]}}`; null for anything else. */
function validationFaults(errors: unknown): string[] | null {
  if (typeof errors !== 'object' || errors === null) return null;
  return Object.entries(errors).map(([field, texts]) => `${field}: ${[texts].flat().join(' ')}`);
}

function invalid(parts: readonly string[], { upstream, operation, effect }: CallContext): KamikitError {
  const message = parts
    .filter((part) => part !== '')
    .join('; ')
    .slice(0, 2_000);
  return new KamikitError(`the ${UPSTREAM_NAMES[upstream]} refused ${operation}: ${inMarks(message)}`, {
    ...{ upstream, operation, code: 'invalid_request', upstreamMessage: message },
    outcome: effect === 'read' ? undefined : 'not_committed',
  });
}
