import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { realTiming, type Timing } from '@kamikit/core';
import { type Sandbox, type SandboxOptions, startSandbox } from '@kamikit/sandbox';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import { ElicitRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { onTestFinished } from 'vitest';
import type { Outside } from '../src/calling/services.ts';
import { integrityOf, readConfig } from '../src/config/config.ts';
import { loadConfig } from '../src/config/load-config.ts';
import type { Log } from '../src/config/log.ts';
import { redactedJson } from '../src/config/redacted-json.ts';
import { redactorOf } from '../src/config/redactor-of.ts';
import { settingsOfSandbox } from '../src/config/settings-of-sandbox.ts';
import { createServer } from '../src/mcp/server.ts';
import { compactText } from '../src/views/compact-text.ts';

export interface HostOptions {
  environment?: Record<string, string>;
  /** Makes the host one that can ask; what its user answers to a question. */
  answer?: (question: string) => 'accept' | 'decline' | 'cancel';
  /** Makes the host one that renders views of results, of these types. */
  views?: string[];
  /** Time and network; by default every wait is over at once, and the network is the real one. */
  outside?: Outside;
}

/** A tool call's answer as a host sees it. */
export interface CallAnswer {
  answer: Record<string, unknown>;
  isError: boolean;
}

/** The SDK's own client in front of the real server; ends with the test. */
export async function connectHost({
  environment = {},
  answer,
  views,
  outside = { timing: skipping() },
}: HostOptions = {}) {
  const timing = outside.timing ?? realTiming;
  const config = await loadConfig({
    ...sharedEnvironment(),
    KAMIKIT_DATA_DIR: temporaryFolder(),
    KAMIKIT_LANG: 'en',
    ...environment,
  });
  const logged: string[] = [];
  const redact = redactorOf(config);
  const log: Log = (level, message, details) =>
    logged.push(redactedJson({ level, message, ...details }, redact));
  const parts = { config, log, redact, version: '0.0.0', ...outside };
  const { server, close } = await createServer(parts);
  const client = new Client(
    { name: 'test', version: '1' },
    {
      capabilities: {
        ...(answer && { elicitation: {} }),
        ...(views && { extensions: { 'io.modelcontextprotocol/ui': { mimeTypes: views } } }),
      },
    },
  );
  if (answer) {
    client.setRequestHandler(ElicitRequestSchema, ({ params }) => ({
      action: answer(params.message),
      content: {},
    }));
  }
  const [left, right] = InMemoryTransport.createLinkedPair();
  await Promise.all([server.connect(left), client.connect(right)]);
  async function end(): Promise<void> {
    await client.close();
    await close();
  }
  onTestFinished(end);

  return {
    client,
    logged,
    close: end,
    /** Lets time pass for the server. */
    pass: (ms: number) => timing.sleep(ms),
    async call(name: string, args: Record<string, unknown> = {}): Promise<CallAnswer> {
      const { content, structuredContent, isError } = await client.callTool({ name, arguments: args });
      const text = Array.isArray(content) && content.length === 1 ? content[0]?.text : undefined;
      const said = Object(structuredContent);
      if (text !== JSON.stringify(said) && (isError || text !== compactText(said)))
        throw new Error(`text and structure differ: ${text}`);
      return { answer: Object(structuredContent), isError: isError === true };
    },
  };
}

/** A sandbox that ends with the test, and the variables that point a server to it. */
export async function startTestSandbox(
  options: SandboxOptions = {},
): Promise<{ sandbox: Sandbox; environment: Record<string, string> }> {
  const sandbox = await startSandbox({ orderDelayMs: 0, ...options });
  onTestFinished(() => sandbox.close());
  return { sandbox, environment: { ...sharedEnvironment(), ...settingsOfSandbox(sandbox) } };
}

/** Time in which every wait is over at once. It starts in the morning, so that no test crosses midnight unasked. */
export function skipping(): Timing {
  const start = Date.parse('2026-11-20T09:00:00+08:00') - Date.now();
  let skipped = 0;
  return {
    now: () => Date.now() + start + skipped,
    uptime: () => performance.now() + skipped,
    random: Math.random,
    async sleep(ms, signal) {
      signal?.throwIfAborted();
      skipped += ms;
    },
  };
}

/** What all of this run's processes share that are given their whole environment: the configuration folder, and compiled code. */
export function sharedEnvironment(): { XDG_CONFIG_HOME: string; NODE_COMPILE_CACHE: string } {
  const { XDG_CONFIG_HOME = temporaryFolder(), NODE_COMPILE_CACHE = '' } = process.env;
  return { XDG_CONFIG_HOME, NODE_COMPILE_CACHE };
}

/** What vouches for the ledgers of the servers that this run of the tests starts. */
export function testIntegrity(): { folder: string } {
  return integrityOf(readConfig({ ...sharedEnvironment() }));
}

/** A folder that goes with the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'kamikit-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
