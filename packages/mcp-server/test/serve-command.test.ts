import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { Client as FirstClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as FirstTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { expect, it, onTestFinished } from 'vitest';
import { listedTools } from '../src/listing/tool-list.ts';
import { bundleForTests } from './bundle-for-tests.ts';
import { configHome, startTestSandbox, temporaryFolder } from './host.ts';

const server = bundleForTests();

/** `kamikit serve`, once it listens. */
async function startServe(...args: string[]) {
  const { environment } = await startTestSandbox();
  const settings = { ...environment, ...configHome(), KAMIKIT_DATA_DIR: temporaryFolder() };
  const child = spawn(process.execPath, [server, 'serve', ...args], { env: { ...settings, NO_COLOR: '1' } });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  const { url, token }: { url: string; token: string } = JSON.parse(line);
  return { child, url: new URL(url), headers: { authorization: `Bearer ${token}` } };
}

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

it('nobody gets in without the token, and no page of another site with it', async () => {
  const { url, headers } = await startServe();
  const ask = async (sent: Record<string, string>) =>
    (await fetch(url, { method: 'POST', headers: sent, body: '{}' })).status;
  expect(await ask({})).toBe(401);
  expect(await ask({ authorization: `${headers.authorization}x` })).toBe(401);
  expect(await ask({ ...headers, origin: 'https://evil.example' })).toBe(403);
  expect((await fetch(new URL('/healthz', url))).status).toBe(200);
});
