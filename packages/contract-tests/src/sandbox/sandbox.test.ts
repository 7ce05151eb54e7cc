import { text } from 'node:stream/consumers';
import { verifyNotification } from '@kamikit/core';
import { instantTiming } from '@kamikit/core/src/testing/instant-timing.ts';
import { describe, expect, it } from 'vitest';
import { differencesFrom } from '../drift/compare-answers.ts';
import type { Exchange, ExchangeReply } from '../interactions/fixture.ts';
import { type NamedFixture, readFixtures } from '../interactions/fixture-files.ts';
import { isCall } from '../interactions/operations.ts';
import { ownSuccesses } from '../interactions/own-replies.ts';
import { FIXTURE_TIME } from '../interactions/play-fixture.ts';
import { withLiveCalls } from '../live/call-live.ts';
import { serveLoopback } from '../testing/serve-loopback.ts';
import { notInSandbox, scenarios, TRADE_NO } from './scenarios.ts';
import { openStage } from './stage.ts';

const fixtures = readFixtures();
const played = fixtures.flatMap((fixture) => {
  const { name, operation, provenance } = fixture;
  // A recording is about somebody's own orders and cards.
  if (provenance.kind === 'recorded') return [];
  return name in notInSandbox || !isCall(operation) ? [] : [{ ...fixture, operation }];
});

describe('the sandbox', () => {
  it.each(played)('speaks as $name', async (fixture) => {
    const { operation } = fixture;
    const stage = await openStage();
    const input = { ...((await scenarios[fixture.name]?.(stage)) ?? fixture.input) };
    const { exchanges, client } = await withLiveCalls(
      stage.connections,
      (call) => call({ operation, input }),
      instantTiming(FIXTURE_TIME),
    );

    expect(exchanges.map((exchange) => askedAs(exchange, input))).toEqual(
      fixture.exchanges.map((exchange) => askedAs(exchange, fixture.input)),
    );
    expect(exchanges.map(({ reply }) => answeredAs(reply))).toEqual(
      fixture.exchanges.map(({ reply }) => answeredAs(reply)),
    );
    const seen = ownSuccesses({ operation, exchanges });
    expect(seen).toHaveLength(ownSuccesses(fixture).length);
    expect(differencesFrom(fixtures, operation, seen)).toEqual([]);
    expect(kindOf(client)).toEqual(kindOf(fixture.client));
  });

  it('notifies with the fields that PHP sent, signed so that we accept them', async () => {
    const { url, arrived } = await notifiedAddress();
    const { clients, control, connections } = await openStage();
    await clients.supplier.trade({ sku_id: 101, quantity: 1, trade_no: TRADE_NO, async_url: url });
    await control('trades', { trade_no: TRADE_NO, status: 1 });
    const [{ body, signature } = { body: '', signature: '' }] = arrived;
    expect([...new URLSearchParams(body).keys()].sort()).toEqual(namesSentByPhp());
    const secret = connections.supplier.apiKey;
    expect(verifyNotification({ body, signature, secret })).toMatchObject({
      status: 1,
      item_trade_no: TRADE_NO,
    });
  });

  it('is brought to each fixture by name', () => {
    const names = new Set(fixtures.map(({ name }) => name));
    const strangers = Object.keys({ ...scenarios, ...notInSandbox }).filter((name) => !names.has(name));
    expect(strangers).toEqual([]);
  });
});

function namesSentByPhp(): string[] {
  const genuine = fixtures.find(({ name }) => name === 'supplier/notification/shipped');
  return [...new URLSearchParams(genuine?.exchanges[0]?.request.text).keys()].sort();
}

/** Somebody on loopback who is notified, and what arrived. */
async function notifiedAddress() {
  const arrived: Array<{ body: string; signature: string }> = [];
  const url = await serveLoopback(async (request, response) => {
    arrived.push({ body: await text(request), signature: String(request.headers['api-signature']) });
    response.end('{"code":200,"msg":"success"}');
  });
  return { arrived, url: `${url}/notify` };
}

/** A request without its values: what was asked is in the path where it names something. */
function askedAs({ request }: Exchange, input: NamedFixture['input']) {
  const { method, path, query = {}, headers, form, json } = request;
  const values = Object.entries(input).map(([name, value]) => [
    encodeURIComponent(String(value)),
    `{${name}}`,
  ]);
  return {
    method,
    path: path.split('/').map((part) => values.find(([value]) => value === part)?.[1] ?? part),
    action: query.action,
    query: Object.keys(query).filter((name) => name in input || name === 'api_key').length > 0,
    headers: Object.keys(headers).sort(),
    fields: Object.keys(form ?? Object(json)).sort(),
  };
}

/** What kind of answer it is; of a refusal the very words, but for the names in them. */
function answeredAs(reply: ExchangeReply) {
  if ('failure' in reply) return 'no answer';
  const { status, headers, json } = reply;
  const { success, code, message, msg, data } = Object(json);
  const words = String(message ?? msg).replace(/^\S+ (?=库存不足$)/, '');
  return {
    status,
    // Without its parameters, which the shop program writes as it likes.
    type: headers['content-type']?.split(';')[0],
    others: Object.keys(headers).sort(),
    ...(json !== undefined && { success, code, words, hasData: data !== undefined }),
  };
}

function kindOf(client: NamedFixture['client']) {
  if ('returns' in client) return 'returns';
  const { code, outcome, retryable, status } = client.throws;
  return { code, outcome, retryable, status };
}
