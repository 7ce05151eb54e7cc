import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Timing } from '@kamikit/core';
import { openLedger } from '@kamikit/ledger';
import {
  createServer,
  integrityOf,
  ledgerPath,
  loadConfig,
  redactorOf,
  settingsOfSandbox,
} from '@kamikit/mcp-server';
import { startSandbox } from '@kamikit/sandbox';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import type { JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js';
import { Agent } from 'undici';

export interface StageOptions {
  language: 'en' | 'zh';
  reveal: 'inline' | 'sealed';
  seed: number;
}

/** The SDK's own client in front of the real server, which stands in front of a sandbox. */
export type Stage = Awaited<ReturnType<typeof openStage>>;

export async function openStage({ language, reveal, seed }: StageOptions) {
  const folder = mkdtempSync(join(tmpdir(), 'kamikit-properties-'));
  const sandbox = await startSandbox({ seed, orderDelayMs: 0, balance: 10_000_000 });
  const config = await loadConfig({
    ...settingsOfSandbox(sandbox),
    KAMIKIT_DATA_DIR: folder,
    XDG_CONFIG_HOME: folder,
    KAMIKIT_LANG: language,
    KAMIKIT_REVEAL: reveal,
    KAMIKIT_MAX_ORDER_TOTAL: 'none',
    KAMIKIT_DAILY_BUDGET: 'none',
    KAMIKIT_DAILY_CARDS: 'none',
  });
  const agent = new Agent();
  let requests = 0;
  const dispatcher = agent.compose((dispatch) => (options, handler) => {
    requests += 1;
    return dispatch(options, handler);
  });
  const timing = skipping();
  const { server, close } = await createServer({
    ...{ config, log: () => {}, redact: redactorOf(config), version: '0.0.0', timing, dispatcher },
  });
  const client = new Client({ name: 'properties', version: '1' });
  const [left, right] = InMemoryTransport.createLinkedPair();
  await Promise.all([server.connect(asOnAWire(left)), client.connect(asOnAWire(right))]);
  const { tools } = await client.listTools();

  return {
    ...{ sandbox, client, tools, folder, timing, language, reveal },
    secrets: config.secrets,
    /** How many requests went to the upstreams so far. */
    requests: () => requests,
    ledger: () => openLedger({ path: ledgerPath(config), integrity: integrityOf(config), now: timing.now }),
    async close() {
      await client.close();
      await close();
      await agent.destroy();
      await sandbox.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** Nothing passes but what JSON can carry. */
function asOnAWire(transport: InMemoryTransport): InMemoryTransport {
  const send = transport.send.bind(transport);
  transport.send = (message: JSONRPCMessage, options) => send(JSON.parse(JSON.stringify(message)), options);
  return transport;
}

/** Every wait is over at once, and has taken its time. */
function skipping(): Timing {
  let skipped = 0;
  return {
    now: () => Date.now() + skipped,
    uptime: () => performance.now() + skipped,
    random: Math.random,
    async sleep(ms, signal) {
      signal?.throwIfAborted();
      skipped += ms;
    },
  };
}
