import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { Client as FirstClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as FirstTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { expect, it, onTestFinished } from 'vitest';
import { listedTools } from '../src/listing/tool-list.ts';
import { bundleForTests } from './bundle-for-tests.ts';
import { sharedEnvironment, startTestSandbox, temporaryFolder } from './host.ts';
import { ownerOf } from './owner.ts';

const server = bundleForTests();

const AT_A_TERMINAL = ['--import', 'data:text/javascript,process.stdin.isTTY=process.stdout.isTTY=true'];

/** `kamikit serve`, once it listens. */
async function startServe(
  args: readonly string[] = [],
  node: readonly string[] = [],
  language: Record<string, string> = { KAMIKIT_LANG: 'en' },
) {
  const { environment, sandbox } = await startTestSandbox();
  const settings = { ...environment, ...sharedEnvironment(), KAMIKIT_DATA_DIR: temporaryFolder() };
  const env = { ...settings, ...language, NO_COLOR: '1' };
  const child = spawn(process.execPath, [...node, server, 'serve', ...args], { env });
  onTestFinished(() => void child.kill('SIGKILL'));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const nextLine = async (): Promise<string> => (await lines.next()).value ?? '';
  const { url }: { url: string } = JSON.parse(await nextLine());
  const token = await ownerOf(settings).addPerson('alice');
  return {
    child,
    nextLine,
    sandbox,
    settings,
    url: new URL(url),
    headers: { authorization: `Bearer ${token}` },
  };
}

it.each([
  [{ LANG: 'en_US.UTF-8' }, 'zh-CN'],
  [{ KAMIKIT_LANG: 'en' }, 'en'],
])('with %j the page speaks to a browser that asks for Chinese in %s', async (language, spoken) => {
  const { url } = await startServe([], [], language);
  const door = await fetch(new URL('/', url), { headers: { 'accept-language': 'zh-CN,zh;q=0.9' } });
  expect(await door.text()).toContain(`<html lang="${spoken}"`);
});

const WISH = { goods_id: 1, sub_id: 11, quantity: 1, max_total: '999', mode: 'sync', idempotency_key: 'k' };

it('a client of either SDK and of either revision lists and buys over HTTP as over stdio', async () => {
  const { child, url, headers } = await startServe();
  const modern = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode: 'auto' } });
  await modern.connect(new StreamableHTTPClientTransport(url, { requestInit: { headers } }));
  const earlier = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode: 'legacy' } });
  await earlier.connect(new StreamableHTTPClientTransport(url, { requestInit: { headers } }));
  const first = new FirstClient({ name: 'test', version: '1' });
  await first.connect(new FirstTransport(url, { requestInit: { headers } }));
  expect(modern.getNegotiatedProtocolVersion()).toBe('2026-07-28');
  expect(earlier.getNegotiatedProtocolVersion()).toBe('2025-11-25');
  const names = listedTools.map(({ definition }) => definition.name);
  for (const client of [modern, earlier, first]) {
    expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(names);
    const { structuredContent } = await client.callTool({ name: 'purchase', arguments: WISH });
    expect(structuredContent).toMatchObject({ state: 'completed' });
    await client.close();
  }
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
});

it('a call that is under way when the server is told to end is finished, and no new one is taken', async () => {
  const { child, url, headers, sandbox, settings } = await startServe();
  sandbox.addFault({ upstream: 'storefront', operation: 'purchase_sync', kind: 'delay_ms', ms: 1_500 });
  const client = new Client({ name: 'test', version: '1' });
  await client.connect(new StreamableHTTPClientTransport(url, { requestInit: { headers } }));
  const bought = client.callTool({ name: 'purchase', arguments: WISH });
  await expect.poll(() => sandbox.state().counts.storefront?.purchase_sync, { timeout: 10_000 }).toBe(1);
  child.kill('SIGTERM');
  expect((await bought).structuredContent).toMatchObject({ state: 'completed' });
  expect(await once(child, 'exit')).toEqual([0, null]);
  const { entries } = await (await ownerOf(settings).ledger()).list();
  expect(entries).toMatchObject([{ state: 'completed', person: 'alice' }]);
});

it('prints at a terminal a one-time link to the page, and a new one for every Enter', async () => {
  const { child, nextLine, url } = await startServe([], AT_A_TERMINAL);
  const explained = text(child.stderr);
  const links = [await nextLine()];
  for (let time = 0; time < 2; time += 1) {
    child.stdin.write('\n');
    links.push(await nextLine());
  }
  expect(new Set(links).size).toBe(3);
  for (const link of links) {
    expect(new URL(link).origin).toBe(url.origin);
    expect((await fetch(link)).status).toBe(200);
    expect((await fetch(link)).status).toBe(403);
  }
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
  expect(await explained).toMatch(/Enter/);
});

it('restocks at its times, and buys nothing that no mandate covers', async () => {
  const list = join(temporaryFolder(), 'restock.jsonl');
  const line = { sku_id: 11, floor: 5, target: 8, max_price: '20', stock: 0 };
  writeFileSync(list, JSON.stringify(line));
  const times = ['--restock', list, '--restock-at', '* * * * *', '--restock-max-total', '200'];
  const { settings, sandbox } = await startServe(times);
  const ledger = await ownerOf(settings).ledger();
  await expect
    .poll(async () => (await ledger.jobs()).at(-1), { timeout: 20_000 })
    .toMatchObject({ kind: 'restock', state: 'finished', counts: { refused: 1 } });
  expect(sandbox.state().supplier.trades).toEqual([]);
});

it('a schedule that lacks a part, says no time or has a wrong line is told of at once', async () => {
  const { environment } = await startTestSandbox();
  const env = { ...environment, ...sharedEnvironment(), KAMIKIT_DATA_DIR: temporaryFolder(), NO_COLOR: '1' };
  const list = join(temporaryFolder(), 'restock.csv');
  writeFileSync(list, 'sku_id,floor,target,max_price,stock\n11,5,8,20,few\n');
  const most = ['--restock-max-total', '200'];
  for (const [args, told] of [
    [['--restock', list], 'go together'],
    [['--restock', list, '--restock-at', '9:00', ...most], 'five fields'],
    [['--restock', list, '--restock-at', '0 9 * * *', ...most], 'line 2: stock: expected a number or'],
  ] as const) {
    const child = spawn(process.execPath, [server, 'serve', ...args], { env });
    const [ended, stderr] = await Promise.all([once(child, 'exit'), text(child.stderr)]);
    expect({ ended, stderr }).toEqual({ ended: [2, null], stderr: expect.stringContaining(told) });
  }
});

it('whoever listens beyond this machine says under which https: address others come', async () => {
  const { environment } = await startTestSandbox();
  const env = { ...environment, ...sharedEnvironment(), KAMIKIT_DATA_DIR: temporaryFolder(), NO_COLOR: '1' };
  for (const args of [
    ['--host', '0.0.0.0'],
    ['--public-url', 'http://kamikit.example'],
    ['--public-url', 'https://kamikit.example/path'],
  ]) {
    const child = spawn(process.execPath, [server, 'serve', ...args], { env });
    expect(await once(child, 'exit')).toEqual([2, null]);
  }
});
