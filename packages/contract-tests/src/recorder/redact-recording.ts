import { replacer } from '@kamikit/core/src/redact.ts';
import { sign } from '@kamikit/signing';
import { canonicalJson } from '../interactions/canonical-json.ts';
import { type Connections, fixtureConnections } from '../interactions/connections.ts';
import { type ExchangeRequest, type Fixture, fixtureSchema } from '../interactions/fixture.ts';
import { describeOperation, type OperationName } from '../interactions/operations.ts';
import { ENVELOPE, isKeptField, isKeptHeader } from './kept-fields.ts';
import { mapLeaves } from './map-leaves.ts';
import { placeholders } from './placeholder.ts';
import { plainNames } from './plain-names.ts';
import { sampleLists } from './sample-lists.ts';
import { type Fake, fakeFor } from './secret-fields.ts';
import { steady } from './steady.ts';

const recordingSchema = fixtureSchema.pick({ input: true, exchanges: true });

export type Recording = Pick<Fixture, 'input' | 'exchanges'>;

/** A recording with substitutes in it, and the secrets that must no longer be found in it. */
export interface RedactedRecording extends Recording {
  secrets: readonly string[];
}

/**
 * Keeps of a recording what is listed (`kept-fields.ts`), and replaces everything else by placeholders. Keys, signatures,
 * cards, order numbers and what a buyer fills in are also replaced wherever else the same values appear, in whatever
 * encoding. Equal values get equal substitutes, numbered as they appear, and what changes from day to day is fixed, so that
 * the same answers make the same file.
 */
export function redactRecording(
  recording: Recording,
  operation: OperationName,
  connections: Connections,
): RedactedRecording {
  const { upstream } = describeOperation(operation);
  const inOrder = recordingSchema.parse(JSON.parse(canonicalJson(recording)));
  const host = new URL(connections[upstream].url).host;
  const substitutes = new Map([
    ...keyPairs(connections),
    [host, new URL(fixtureConnections[upstream].url).host] as const,
    ...notifiedAddress(inOrder.input),
  ]);
  const mentioned = new Map<string, string>();

  changeRecording(
    inOrder,
    operation,
    (data) => data,
    (value, role) => {
      if (typeof value !== 'string') return value;
      if (typeof role === 'function') addLines(substitutes, value, role);
      else if (role === 'unlisted') mentioned.set(value, 'text');
      return value;
    },
  );
  const replace = replacer(substitutes);
  const replaceMentioned = replacer(mentioned);
  const placeholder = placeholders();
  const changed = changeRecording(inOrder, operation, sampleAndSteady, (value, role) => {
    if (role === 'unlisted' || (typeof role === 'function' && typeof value !== 'string'))
      return placeholder(value);
    if (typeof value !== 'string') return value;
    if (role === 'kept') return replace(value);
    if (role === 'words') return replaceMentioned(replace(value));
    return value.replace(/[^\r\n]+/g, (line) => substitutes.get(line) ?? line);
  });
  const { input, exchanges } = recordingSchema.parse(changed);
  return {
    input,
    exchanges: exchanges.map(({ request, reply }) => ({
      request: signAnew(withOwnPrefix(request, connections)),
      reply,
    })),
    secrets: [...substitutes.keys()].filter((value) => value !== host),
  };
}

/** The keys that are not the fixtures' own, and what replaces them there. */
function keyPairs({ storefront, cards, supplier }: Connections): Array<[string, string]> {
  const own = fixtureConnections;
  const pairs: Array<[string, string]> = [
    [storefront.apiKey, own.storefront.apiKey],
    [cards.apiKey, own.cards.apiKey],
    [supplier.apiKey, own.supplier.apiKey],
  ];
  return pairs.filter(([key, substitute]) => key !== substitute);
}

/** Where the buyer is notified: the trade's number is appended to it. */
function notifiedAddress({ async_url: address }: Recording['input']): Array<[string, string]> {
  return typeof address === 'string' ? [[address.replace(/\/$/, ''), 'https://buyer.example/notify']] : [];
}

/** Many cards come in one text, line by line. */
function addLines(substitutes: Map<string, string>, text: string, fake: Fake): void {
  const known = new Set(substitutes.values());
  for (const line of text.split(/[\r\n]+/)) {
    if (line.trim() === '' || substitutes.has(line)) continue;
    let number = 1;
    while (known.has(fake(number))) number += 1;
    known.add(fake(number));
    substitutes.set(line, fake(number));
  }
}

/** What a value is: a secret, with its substitute; kept, alone or as words that may mention others; or neither. */
type Role = Fake | 'kept' | 'words' | 'unlisted';

function changeRecording(
  { input, exchanges }: Recording,
  operation: OperationName,
  prepare: (data: unknown) => unknown,
  change: (value: unknown, role: Role) => unknown,
): unknown {
  const { upstream } = describeOperation(operation);
  const isTrade = operation === 'supplier/trade';
  const fields = (value: unknown, isOfTrade = false) =>
    mapLeaves(value, (leaf, place) =>
      change(leaf, fakeFor(place, isOfTrade) ?? (isKeptField(upstream, place.path) ? 'kept' : 'unlisted')),
    );
  const headers = (named: Record<string, string>) =>
    mapLeaves(named, (leaf, place) => {
      const role = isKeptHeader(place.path.at(-1) ?? '') ? 'kept' : 'unlisted';
      return change(leaf, fakeFor(place, false) ?? role);
    });
  const words = (value: unknown) => mapLeaves(value, (leaf) => change(leaf, 'words'));
  const answer = (data: unknown) => fields(prepare(plainNames(data)));

  return {
    input: fields(input, isTrade),
    exchanges: exchanges.map(({ request, reply }) => ({
      request: {
        ...request,
        path: change(request.path, 'kept'),
        headers: headers(request.headers),
        ...(request.query && { query: fields(request.query) }),
        ...(request.form && { form: fields(request.form, isTrade) }),
        ...(request.json !== undefined && { json: fields(request.json) }),
        ...(request.text !== undefined && { text: standIn(request.text) }),
      },
      reply:
        'failure' in reply
          ? reply
          : {
              ...reply,
              headers: headers(reply.headers),
              ...(reply.json !== undefined && { json: changeJson(reply.json, words, answer) }),
              ...(reply.text !== undefined && { text: standIn(reply.text) }),
            },
    })),
  };
}

function sampleAndSteady(data: unknown): unknown {
  return mapLeaves(sampleLists(data), (leaf, { path }) => steady(path.at(-1) ?? '', leaf));
}

/** What is not JSON may contain anything, cards included; a client only looks at its kind. */
function standIn(text: string): string {
  const start = text.trimStart();
  if (start === '') return '';
  if (start.startsWith('<')) return '<!DOCTYPE html><title>a page</title>';
  return /^[[{]/.test(start) ? '{"cut' : 'a text';
}

/** All upstreams wrap their data alike: what is beside the data is the envelope, whose `code` is not a card. */
function changeJson(
  json: unknown,
  words: (value: unknown) => unknown,
  answer: (data: unknown) => unknown,
): unknown {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return answer(json);
  return Object.fromEntries(
    Object.entries(json).map(([name, value]) =>
      ENVELOPE.includes(name) ? [name, words(value)] : [name, Object(answer({ [name]: value }))[name]],
    ),
  );
}

/** A sub-site's prefix names its owner. */
function withOwnPrefix(request: ExchangeRequest, { supplier }: Connections): ExchangeRequest {
  const real = `/${supplier.prefix.replace(/^\/+|\/+$/g, '')}/`;
  if (!('api-signature' in request.headers) || !request.path.startsWith(real)) return request;
  return { ...request, path: `${fixtureConnections.supplier.prefix}/${request.path.slice(real.length)}` };
}

/** The request as the fixtures' own buyer would have signed it. */
function signAnew(request: ExchangeRequest): ExchangeRequest {
  if (!('api-signature' in request.headers)) return request;
  const { apiId, apiKey } = fixtureConnections.supplier;
  const signed = { 'api-id': apiId, 'api-signature': sign(request.form ?? {}, apiKey) };
  return { ...request, headers: { ...request.headers, ...signed } };
}
