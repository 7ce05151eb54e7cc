import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { serveWithToken, temporaryFolder } from '@kamikit/mcp-server/test';
import { describe, expect, it } from 'vitest';

const CONFORMANCE = fileURLToPath(
  new URL('../../node_modules/@modelcontextprotocol/conformance/dist/index.js', import.meta.url),
);

/** Runs the official suite once; it leaves its results in a folder of its own. */
async function conformance(...args: string[]) {
  const run = promisify(execFile)(process.execPath, [CONFORMANCE, ...args], {
    cwd: temporaryFolder(),
    env: {},
  });
  return run.catch((error: { stdout: string; stderr: string }) => error);
}

const APPLICABLE = [
  ...['server-initialize', 'ping', 'tools-list', 'prompts-list', 'resources-list'],
  'dns-rebinding-protection',
];

/** Beginnings of scenarios' names, and why they cannot apply. */
const OTHERS: Readonly<Record<string, string>> = {
  'tools-call-': 'they call tools of their own, test_simple_text and so on',
  'json-schema-2020-12': 'it looks at a tool of its own',
  'elicitation-': 'they call tools of their own that ask with forms; ours asks with an empty one',
  'server-sse-multiple-streams': 'it needs a session, and nothing is kept from one request to the next',
  'server-sse-polling': 'it calls a tool of its own',
  'logging-': 'the server does not offer logging over the protocol',
  'completion-': 'it completes an argument of a prompt of its own',
  'resources-': 'they read, and subscribe to, resources of their own',
  'prompts-': 'they get prompts of their own',
};

describe('the official conformance scenarios', () => {
  it.each(APPLICABLE)('%s passes', async (scenario) => {
    const url = await serveWithToken({ KAMIKIT_SANDBOX: 'true', KAMIKIT_DATA_DIR: temporaryFolder() });
    const { stdout, stderr } = await conformance('server', '--url', url, '--scenario', scenario);
    expect(`${stdout}${stderr}`).toMatch(/Passed: ([1-9]\d*)\/\1, 0 failed/);
  });

  it('that are left out could not apply', async () => {
    const { stdout } = await conformance('list', '--server');
    const scenarios = [...stdout.matchAll(/^ +- (\S+)/gm)].map(([, name = '']) => name);
    const unknown = scenarios.filter(
      (name) => !APPLICABLE.includes(name) && !Object.keys(OTHERS).some((start) => name.startsWith(start)),
    );
    expect(scenarios.length).toBeGreaterThan(30);
    expect(unknown).toEqual([]);
  });
});
