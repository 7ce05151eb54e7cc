import { createConsole } from '@kamikit/console';
import type { Person } from '@kamikit/ledger';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { onTestFinished } from 'vitest';
import { consoleParts } from '../src/cli/console-parts.ts';
import { loadConfig } from '../src/config/load-config.ts';
import type { Log } from '../src/config/log.ts';
import { redactedJson } from '../src/config/redacted-json.ts';
import { redactorOf } from '../src/config/redactor-of.ts';
import type { PersonLimits } from '../src/http/limits.ts';
import { openServing, type ServingParts } from '../src/http/serving.ts';
import { sharedEnvironment, startTestSandbox, temporaryFolder } from './host.ts';

export const BASE = 'http://127.0.0.1:4000';

export interface ServedOptions {
  environment?: Record<string, string>;
  limits?: PersonLimits;
  publicUrl?: string | null;
  parts?: Partial<ServingParts>;
}

/** What `kamikit serve` serves, without a socket, in front of a sandbox of its own; ends with the test. */
export async function openServed({ environment = {}, limits, publicUrl = null, parts }: ServedOptions = {}) {
  const { sandbox, environment: shops } = await startTestSandbox();
  const settings = {
    ...shops,
    ...sharedEnvironment(),
    KAMIKIT_DATA_DIR: temporaryFolder(),
    KAMIKIT_LANG: 'en',
  };
  const config = await loadConfig({ ...settings, ...environment });
  const redact = redactorOf(config);
  const logged: string[] = [];
  const log: Log = (level, message, details) =>
    logged.push(redactedJson({ level, message, ...details }, redact));
  const serving = await openServing({
    ...{ config, log, redact, version: '0.0.0', now: Date.now },
    own: () => ({ host: '127.0.0.1', port: 4000, publicUrl }),
    ...(limits && { limits }),
    pageOf({ services }, owner) {
      const shown = consoleParts(config, services, { environment: {} }, owner);
      const pictures = { shops: async () => [], fetchPicture: () => Promise.reject(new Error('none')) };
      return createConsole({ ...shown, pictures });
    },
    ...parts,
  });
  onTestFinished(() => serving.close());
  const ledger = await serving.runtime.services.ledger();

  const ask = (path: string, init: RequestInit = {}) => serving.fetch(new Request(new URL(path, BASE), init));

  async function tokenOf(name: string, changes: Partial<Person> = {}): Promise<string> {
    const person: Person = { name, role: 'buyer', daily_budget: null, max_order: null, ...changes };
    return (await ledger.addPerson(person, 'test')).token;
  }

  /** A client of the protocol's latest revision, or of those before it, with this token. */
  async function connect(token: string, mode: 'auto' | 'legacy' = 'auto', client = clientOf(mode)) {
    const fetch = (url: string | URL, init?: RequestInit) => serving.fetch(new Request(url, init));
    const requestInit = { headers: { authorization: `Bearer ${token}` } };
    await client.connect(new StreamableHTTPClientTransport(new URL('/mcp', BASE), { fetch, requestInit }));
    onTestFinished(() => client.close());
    return {
      client,
      async call(name: string, args: Record<string, unknown> = {}) {
        const { structuredContent, isError = false } = await client.callTool({ name, arguments: args });
        return { answer: Object(structuredContent), isError };
      },
    };
  }

  return { ...{ sandbox, config, serving, ledger, logged, ask, tokenOf, connect } };
}

function clientOf(mode: 'auto' | 'legacy'): Client {
  return new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode } });
}
