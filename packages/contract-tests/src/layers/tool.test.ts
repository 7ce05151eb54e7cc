import crypto from 'node:crypto';
import { readFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { instantTiming } from '@kamikit/core/src/testing/instant-timing.ts';
import { listedTools, tools } from '@kamikit/mcp-server';
import { connectHost } from '@kamikit/mcp-server/test';
import { openServed } from '@kamikit/mcp-server/test/served.ts';
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
// Over HTTP each request has an id of its own, which it takes first.
let isNextOfRequest = false;
beforeAll(() => {
  vi.spyOn(crypto, 'randomUUID').mockImplementation(() => {
    if (isNextOfRequest) {
      isNextOfRequest = false;
      return '00000000-0000-4000-8000-00000000000f';
    }
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
  KAMIKIT_STOREFRONT_URL: storefront.url,
  KAMIKIT_STOREFRONT_API_KEY: storefront.apiKey,
  KAMIKIT_CARDS_URL: cards.url,
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

/** A network of its own for each call, so that none answers another's requests, and time that is over at once. */
function outsideOf(network: () => ReturnType<typeof replay>) {
  const dispatcher = new MockAgent().compose(
    () => (options, handler) => network().dispatcher.dispatch(options, handler),
  );
  return { dispatcher, timing: instantTiming(FIXTURE_TIME), startWork: async () => NOBODY };
}

type Outside = ReturnType<typeof outsideOf>;

interface Host extends Pick<Awaited<ReturnType<typeof connectHost>>, 'call'> {
  client: { listTools(): Promise<{ tools: unknown[] }> };
}

/** How a host reaches the server; over HTTP it is an owner's. */
const WAYS: Readonly<Record<string, (outside: Outside) => Promise<Host>>> = {
  'in process': (outside) => connectHost({ environment, outside }),
  async 'over HTTP'(outside) {
    const { connect, tokenOf } = await openServed({ environment, parts: { outside } });
    const { client, call } = await connect(await tokenOf('olga', { role: 'owner' }));
    return {
      client,
      call(name, args) {
        isNextOfRequest = true;
        return call(name, args);
      },
    };
  },
};

describe.each(Object.entries(WAYS))('what each tool answers %s', (way, connectOver) => {
  it.each(conversations)('$name', async ({ tool, calls, file }) => {
    expect(calls.at(-1)?.tool).toBe(tool);
    let network = replay([]);
    const host = await connectOver(outsideOf(() => network));
    await host.client.listTools(); // from here on the client holds each answer against the advertised schema
    ids = 0;
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
    const said = await canonicalJson({ calls: answered });
    if (way === 'in process') await expect(said).toMatchFileSnapshot(file);
    // Over HTTP an entry says whose it is, and everything else is the same.
    else expect(said.replace(/^ *"person": "olga",\n/gm, '')).toBe(readFileSync(file, 'utf8'));
  });
});

describe('the list of tools', () => {
  it.each(Object.entries(WAYS))('is exactly the committed one, whoever asks %s', async (_, connectOver) => {
    const { client } = await connectOver(outsideOf(() => replay([])));
    const { tools: listed } = await client.listTools();
    expect(listed).toEqual(listedTools.map(({ definition }) => definition));
  });
});
