import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import { instantTiming } from '@kamikit/core/src/testing/instant-timing.ts';
import { listedTools, tools } from '@kamikit/mcp-server';
import { connectHost } from '@kamikit/mcp-server/test';
import { MockAgent } from 'undici';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { canonicalJson } from '../interactions/canonical-json.ts';
import { fixtureConnections } from '../interactions/connections.ts';
import { readFixtures } from '../interactions/fixture-files.ts';
import { FIXTURE_TIME } from '../interactions/play-fixture.ts';
import { replay } from '../interactions/replay.ts';
import { readConversations } from './conversation.ts';

// Chance stands still as the clock does: entries are numbered, and a trade has the number that the fixtures give it.
let ids = 0;
beforeAll(() => {
  vi.spyOn(crypto, 'randomUUID').mockImplementation(() => {
    ids += 1;
    return `00000000-0000-4000-8000-${String(ids).padStart(12, '0')}`;
  });
  vi.spyOn(crypto, 'randomInt').mockImplementation((...range: unknown[]) =>
    range.length === 1 ? 795_206_088_944 : 280_000_000_001,
  );
  syncBuiltinESMExports();
});
afterAll(() => {
  vi.restoreAllMocks();
  syncBuiltinESMExports();
});

const fixtures = new Map(readFixtures().map((fixture) => [fixture.name, fixture]));

const { storefront, cards, supplier } = fixtureConnections;
const environment = {
  ...{ KAMIKIT_MAX_ORDER_TOTAL: 'none', KAMIKIT_DAILY_BUDGET: 'none' },
  KAMIKIT_STOREFRONT_API_KEY: storefront.apiKey,
  KAMIKIT_CARDS_API_KEY: cards.apiKey,
  KAMIKIT_SUPPLIER_URL: supplier.url,
  KAMIKIT_SUPPLIER_API_ID: supplier.apiId,
  KAMIKIT_SUPPLIER_API_KEY: supplier.apiKey,
};

// What nobody waits for would ask at an instant of its own.
const NOBODY = { look() {}, end: async () => {} };

function exchangesOf(name: string) {
  const fixture = fixtures.get(name);
  if (fixture === undefined) throw new Error(`there is no fixture ${name}`);
  return fixture.exchanges.map((exchange) => ({ upstream: fixture.upstream, ...exchange }));
}

const conversations = readConversations();

describe('what each tool answers', () => {
  it.each(conversations)('$name', async ({ tool, calls, file }) => {
    expect(calls.at(-1)?.tool).toBe(tool);
    ids = 0;
    let network = replay([]);
    // Each call has a network of its own, so that none answers another's requests.
    const dispatcher = new MockAgent().compose(
      () => (options, handler) => network.dispatcher.dispatch(options, handler),
    );
    const host = await connectHost({
      environment,
      outside: { dispatcher, timing: instantTiming(FIXTURE_TIME), startWork: async () => NOBODY },
    });
    await host.client.listTools(); // from here on the client holds each answer against the advertised schema
    const answered = [];
    for (const call of calls) {
      network = replay(call.fixtures.flatMap(exchangesOf));
      const { answer, isError } = await host.call(call.tool, call.arguments);
      expect(network.differences()).toEqual([]);
      answered.push({ ...call, answer: { isError, structuredContent: answer } });
      if (!isError)
        tools
          .find(({ name }) => name === call.tool)
          ?.output.strict()
          .parse(answer);
    }
    await expect(canonicalJson({ calls: answered })).toMatchFileSnapshot(file);
  });
});

describe('the list of tools', () => {
  it('is exactly the committed one, whoever asks', async () => {
    const { client } = await connectHost({ environment });
    const { tools: listed } = await client.listTools();
    expect(listed).toEqual(listedTools.map(({ definition }) => definition));
  });
});
