import { type Protocol, unintelligible } from '../call.ts';
import { checkStatus, noJsonObject, readJsonObject, refusal } from '../json-reply.ts';
import { redactor } from '../redact.ts';
import type { Timing } from '../timing.ts';
import type { CallContext, WireReply, WireRequest } from '../transport.ts';
import { toInteger } from '../wire.ts';

export interface CardsCredentials {
  apiKey: string;
  baseUrl: URL;
}

/** How the card service speaks: forms out, `{code, message, data}` back (cards document, 通用请求参数). */
export function cardsProtocol({ apiKey, baseUrl }: CardsCredentials, timing: Timing): Protocol {
  const redact = redactor([apiKey]);

  return {
    upstream: 'cards',
    secrets: [apiKey],
    buildRequest(endpoint, input) {
      const url = new URL(endpoint.path, baseUrl);
      const fields = endpoint.method === 'GET' ? url.searchParams : new URLSearchParams();
      fields.set('api_key', apiKey);
      for (const [name, value] of Object.entries(input)) {
        if (value !== undefined) fields.set(name, String(value));
      }
      const headers = { accept: 'application/json' };
      if (endpoint.method === 'GET') return { method: 'GET', url, headers } satisfies WireRequest;
      return {
        method: 'POST',
        url,
        headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
        body: fields.toString(),
      } satisfies WireRequest;
    },
    // The key is 48 characters long, so where an answer repeats it, it is an echo and never part of a card.
    readReply: (reply, context) =>
      readEnvelope({ ...reply, body: redact(reply.body) }, context, timing.now()),
  };
}

/** The body's `code` decides, then the HTTP status (cards facts, success). Only a 4xx is a refusal. */
function readEnvelope(reply: WireReply, context: CallContext, now: number): unknown {
  const body = readJsonObject(reply.body);
  const code = toInteger(body?.code);
  if (code === null) checkStatus(reply, context, now);
  if (body === undefined) throw noJsonObject(reply, context);
  if (code === 200) return body.data;
  const message = typeof body.message === 'string' ? body.message : '';
  const verdict = code ?? reply.status;
  if (verdict === 401) throw refusal(message, context, 'unauthorized');
  if (verdict === 404) throw refusal(message, context, 'not_found');
  if (verdict >= 400) {
    // Undocumented as codes, but they can only mean what the HTTP statuses of these numbers mean.
    checkStatus({ ...reply, status: verdict }, context, now);
    throw refusal(message, context);
  }
  throw unintelligible(context, `with ${code === null ? 'no code' : `the undocumented code ${code}`}`);
}
