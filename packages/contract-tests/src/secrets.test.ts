import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { formsOf } from '@kamikit/core/src/redact.ts';
import { tools } from '@kamikit/mcp-server';
import { bundleForTests, startServer, temporaryFolder } from '@kamikit/mcp-server/test';
import { sign } from '@kamikit/signing';
import { describe, expect, it } from 'vitest';
import { drift } from './drift/drift.ts';
import { fixtureConnections } from './interactions/connections.ts';
import { readFixtures } from './interactions/fixture-files.ts';
import { readConversations } from './layers/conversation.ts';
import { record } from './recorder/record.ts';
import { serveLoopback } from './testing/serve-loopback.ts';

// With everything that a URL, a form, JSON and base64 write otherwise.
const CANARIES = ['storefront', 'cards', 'supplier'].map((name) => `canary+/=%&"-of-the-${name}`);

const leaksIn = (output: string) => CANARIES.flatMap(formsOf).filter((form) => output.includes(form));

type Echo = (heard: string) => { type: string; body: string };

const inEveryForm = (heard: string) =>
  [
    heard,
    encodeURIComponent(heard),
    Buffer.from(heard).toString('base64'),
    Buffer.from(`:${heard}`).toString('base64'),
  ].join(' ');

/** What an upstream can do with what it heard. */
const echoes: Readonly<Record<string, Echo>> = {
  'in its refusals': (heard) =>
    answer({ success: false, code: 400, message: inEveryForm(heard), msg: inEveryForm(heard) }),
  'in its data': (heard) => {
    const said = inEveryForm(heard);
    const order = { order_sn: said, status: 4, status_text: said, cards: said, goods_name: said, subs: [] };
    const card = { code: said, card_type: 'count', card_type_name: said, used_count: 1 };
    const trade = { trade_no: said, status: 0, contents: said };
    const data = {
      ...order,
      ...card,
      ...trade,
      id: 1,
      goods_id: 1,
      name: said,
      codes: [said],
      level_name: said,
      stock: said,
      username: said,
    };
    return answer({ success: true, code: 200, message: said, msg: said, data });
  },
  'on a page': (heard) => ({ type: 'text/html', body: `<p>${inEveryForm(heard)}</p>` }),
  'in broken JSON': (heard) => ({ type: 'application/json', body: `{"message":"${inEveryForm(heard)}` }),
};

function answer(json: object) {
  return { type: 'application/json', body: JSON.stringify(json) };
}

/** An upstream that repeats all that it hears, and the settings of a server before it. */
async function echoing(echo: Echo): Promise<Record<string, string>> {
  const url = await serveLoopback(async (request, response) => {
    const heard = [request.url, ...Object.values(request.headers), await text(request)].join(' ');
    const { type, body } = echo(heard);
    response.writeHead(200, { 'content-type': type }).end(body);
  });
  const [storefront = '', cards = '', supplier = ''] = CANARIES;
  return {
    ...{ KAMIKIT_STOREFRONT_URL: url, KAMIKIT_STOREFRONT_API_KEY: storefront },
    ...{ KAMIKIT_CARDS_URL: url, KAMIKIT_CARDS_API_KEY: cards },
    ...{ KAMIKIT_SUPPLIER_URL: url, KAMIKIT_SUPPLIER_API_ID: '10086', KAMIKIT_SUPPLIER_API_KEY: supplier },
  };
}

describe('an upstream that repeats every key it hears', () => {
  const server = bundleForTests();

  it.each(Object.entries(echoes))('%s gets none of them out of the server', async (_, echo) => {
    const folder = temporaryFolder();
    const settings = { ...(await echoing(echo)), KAMIKIT_DATA_DIR: folder, KAMIKIT_LOG_LEVEL: 'debug' };
    const { call, lines, child } = await startServer(server, settings);
    const logged = text(child.stderr);
    const calls = new Map(
      readConversations().flatMap((conversation) =>
        conversation.calls.map(({ tool, arguments: args }) => [tool, args] as const),
      ),
    );
    await Promise.all([...calls].map(([tool, args]) => call(tool, args)));
    child.stdin.end();
    const kept = globSync('*', { cwd: folder }).map((file) => readFileSync(join(folder, file), 'latin1'));
    expect(calls.size).toBe(tools.length);
    expect(leaksIn([...lines, await logged, ...kept].join('\n'))).toEqual([]);
  });

  it.each(Object.entries(echoes))('%s gets none of them into a recording or a report', async (_, echo) => {
    const settings = await echoing(echo);
    const out = temporaryFolder();
    const printed: string[] = [];
    const print = (line: string) => printed.push(line);
    for (const upstream of ['storefront', 'cards', 'supplier'])
      await record(['--upstream', upstream, '--out', out], settings, print);
    await drift([], settings, print);
    const written = globSync('**/*.json', { cwd: out }).map((file) => readFileSync(join(out, file), 'utf8'));
    expect(written.length).toBeGreaterThan(3);
    expect(printed.length).toBeGreaterThan(20);
    expect(leaksIn([...printed, ...written].join('\n'))).toEqual([]);
  });
});

describe('what is committed', () => {
  const files = globSync(['fixtures/**', 'conversations/**', '../mcp-server/src/listing/tool-list.json'], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
  });

  it('holds no canary', () => {
    const texts = files
      .filter((file) => /\.(json|ts)$/.test(file))
      .map((file) => readFileSync(new URL(`../${file}`, import.meta.url), 'utf8'));
    expect(texts.length).toBeGreaterThan(200);
    expect(leaksIn(texts.join('\n'))).toEqual([]);
  });

  it.each(readFixtures())('holds no key except the fixtures’ own: $name', ({ operation, exchanges }) => {
    const { storefront, cards, supplier } = fixtureConnections;
    for (const { request } of exchanges) {
      const { headers, form, query } = request;
      if (operation.startsWith('storefront/')) expect(headers['x-api-key']).toBe(storefront.apiKey);
      if (operation.startsWith('cards/')) expect((form ?? query)?.api_key).toBe(cards.apiKey);
      if (form && headers['api-signature'])
        expect(headers).toMatchObject({
          'api-id': supplier.apiId,
          'api-signature': sign(form, supplier.apiKey),
        });
    }
  });
});
