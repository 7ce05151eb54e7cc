import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { serveWithToken, temporaryFolder } from '@kamikit/mcp-server/test';
import { describe, expect, it } from 'vitest';

const CONFORMANCE = fileURLToPath(
  new URL('../../node_modules/@modelcontextprotocol/conformance/dist/index.js', import.meta.url),
);
const REVISIONS = ['2025-11-25', '2026-07-28'] as const;

/** Runs the official suite once; gives what it prints, and what it checked. */
async function conformance(...args: string[]) {
  const folder = temporaryFolder();
  const run = promisify(execFile)(process.execPath, [CONFORMANCE, ...args], { cwd: folder, env: {} });
  const { stdout } = await run.catch((error: { stdout: string }) => error);
  const [file] = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('checks.json'),
  );
  const checks: Array<{ id: string; status: string }> =
    file === undefined ? [] : JSON.parse(readFileSync(join(folder, file), 'utf8'));
  return { stdout, checks };
}

const APPLICABLE: Readonly<Record<(typeof REVISIONS)[number], readonly string[]>> = {
  '2025-11-25': [
    ...['server-initialize', 'ping', 'tools-list', 'prompts-list', 'resources-list'],
    ...['completion-complete', 'dns-rebinding-protection'],
  ],
  '2026-07-28': [
    ...['server-stateless', 'tools-list', 'prompts-list', 'resources-list', 'completion-complete'],
    ...['sep-2164-resource-not-found', 'dns-rebinding-protection', 'caching', 'http-header-validation'],
    ...['server-sse-multiple-streams', 'input-required-result-unsupported-methods'],
    'input-required-result-validate-input',
  ],
};

/** What the scenarios above cannot check here, as they say themselves: it takes a tool of their own. */
const UNTESTABLE = [
  'sep-2575-server-rejects-undeclared-capability',
  'sep-2575-missing-capability-http-400',
  'sep-2575-http-server-no-independent-requests-on-stream',
  'sep-2575-server-no-log-without-loglevel',
];

/** Beginnings of scenarios' names, and why they cannot apply. */
const OTHERS: Readonly<Record<string, string>> = {
  'tools-call-': 'they call tools of their own, test_simple_text and so on',
  'json-schema-2020-12': 'it looks at a tool of its own',
  'elicitation-': 'they call tools of their own that ask with forms; ours asks with an empty one',
  'input-required-result-': 'they call tools of their own that ask',
  'http-custom-header-': 'it needs a tool that takes an argument from a header of its own; ours have none',
  'server-session-lifecycle': 'it needs a session, and nothing is kept from one request to the next',
  'server-sse-multiple-streams': 'in 2025-11-25 it needs a session',
  'server-sse-polling': 'it calls a tool of its own',
  'logging-': 'the server does not offer logging over the protocol',
  'resources-': 'they read, and subscribe to, resources of their own',
  'prompts-': 'they get prompts of their own',
};

describe.each(REVISIONS)('the official conformance scenarios of %s', (revision) => {
  it('that apply pass', { timeout: 120_000 }, async () => {
    const url = await serveWithToken({ KAMIKIT_SANDBOX: 'true', KAMIKIT_DATA_DIR: temporaryFolder() });
    for (const scenario of APPLICABLE[revision]) {
      const asked = ['--url', url, '--scenario', scenario, '--spec-version', revision, '--output-dir', '.'];
      const { checks } = await conformance('server', ...asked);
      const failed = checks.filter(
        ({ id, status }) => !['SUCCESS', 'INFO', 'SKIPPED'].includes(status) && !UNTESTABLE.includes(id),
      );
      expect({ scenario, failed }).toEqual({ scenario, failed: [] });
      expect(
        checks.filter(({ status }) => status === 'SUCCESS'),
        scenario,
      ).not.toEqual([]);
    }
  });

  it('that are left out could not apply', async () => {
    const { stdout } = await conformance('list', '--server');
    const scenarios = [...stdout.matchAll(/^ +- (\S+) \[(.*)\]/gm)]
      .filter(([, , revisions = '']) => revisions.includes(revision))
      .map(([, name = '']) => name);
    const unknown = scenarios.filter(
      (name) =>
        !APPLICABLE[revision].includes(name) && !Object.keys(OTHERS).some((start) => name.startsWith(start)),
    );
    expect(scenarios.length).toBeGreaterThan(30);
    expect(unknown).toEqual([]);
  });
});
