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

/** Runs the whole official suite of a revision; gives each scenario's checks. */
async function conformance(revision: string) {
  const url = await serveWithToken({ KAMIKIT_SANDBOX: 'true', KAMIKIT_DATA_DIR: temporaryFolder() });
  const folder = temporaryFolder();
  const asked = [
    'server',
    '--url',
    url,
    '--suite',
    'all',
    '--spec-version',
    revision,
    '--output-dir',
    folder,
  ];
  // It ends with 1, as scenarios that cannot apply fail.
  await promisify(execFile)(process.execPath, [CONFORMANCE, ...asked], { env: {} }).catch(() => null);
  const checksOf = (name: string): Array<{ id: string; status: string }> =>
    JSON.parse(readFileSync(join(folder, name, 'checks.json'), 'utf8'));
  return readdirSync(folder).map((name) => ({
    scenario: name.replace(/^server-/, '').replace(/-\d{4}-\d\d-\d\dT[\d-]+Z$/, ''),
    checks: checksOf(name),
  }));
}

const APPLICABLE = {
  '2025-11-25': [
    ...['completion-complete', 'dns-rebinding-protection', 'ping', 'prompts-list', 'resources-list'],
    ...['server-initialize', 'tools-list'],
  ],
  '2026-07-28': [
    ...['caching', 'completion-complete', 'dns-rebinding-protection', 'http-header-validation'],
    ...['input-required-result-unsupported-methods', 'input-required-result-validate-input'],
    ...['prompts-list', 'resources-list', 'sep-2164-resource-not-found', 'server-sse-multiple-streams'],
    ...['server-stateless', 'tools-list'],
  ],
} as const;

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

describe.each(['2025-11-25', '2026-07-28'] as const)('the official conformance suite of %s', (revision) => {
  it('passes in all that applies, and what does not apply is known', { timeout: 120_000 }, async () => {
    const applicable: readonly string[] = APPLICABLE[revision];
    const ran = await conformance(revision);
    const passed = ran.filter(
      ({ checks }) =>
        checks.some(({ status }) => status === 'SUCCESS') &&
        checks.every(({ id, status }) => status !== 'FAILURE' || UNTESTABLE.includes(id)),
    );
    expect(passed.map(({ scenario }) => scenario)).toEqual(expect.arrayContaining([...applicable]));
    const unknown = ran.filter(
      ({ scenario }) =>
        !applicable.includes(scenario) && !Object.keys(OTHERS).some((start) => scenario.startsWith(start)),
    );
    expect(unknown.map(({ scenario }) => scenario)).toEqual([]);
    // Whatever they ask for, each answer is a message of the protocol.
    const malformed = ran.filter(({ checks }) =>
      checks.some(({ id, status }) => id === 'wire-schema-valid' && status !== 'SUCCESS'),
    );
    expect(malformed.map(({ scenario }) => scenario)).toEqual([]);
    expect(ran.length).toBeGreaterThan(25);
  });
});
