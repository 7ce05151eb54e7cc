import { spawn, spawnSync } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it, onTestFinished } from 'vitest';
import { nodeFault } from '../src/config/node-fault.ts';
import { bundleForTests } from './bundle-for-tests.ts';
import { sharedEnvironment } from './host.ts';

const server = bundleForTests();
const OLD = `data:text/javascript,Object.defineProperty(process.versions, 'node', { value: '20.20.2' })`;

it.each([
  ['en', /was started with 20\.20\.2\. Install a newer one from https:\/\/nodejs\.org/],
  [
    'zh',
    /^Node 版本过低：Kamikit 需要 [\d.]+ 或更新的版本，现在是 20\.20\.2，无法运行。请从 https:\/\/nodejs\.org 安装/,
  ],
])('a command on a Node that is too old says what to do, in %s', (language, told) => {
  const env = { ...sharedEnvironment(), KAMIKIT_LANG: language };
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', OLD, server, 'doctor'], {
    ...{ env, encoding: 'utf8' },
  });
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(stderr).toMatch(told);
});

/** A Node on this machine that really is too old. */
const old = (process.env.PATH ?? '')
  .split(delimiter)
  .map((folder) => join(folder, 'node'))
  .find((node) => {
    const { status, stdout } = spawnSync(node, ['--version'], { encoding: 'utf8' });
    return status === 0 && nodeFault(stdout.slice(1)) !== null;
  });

it.skipIf(old === undefined)(
  'a server on such a Node says so first of all, and in every answer',
  async () => {
    const request = (id: number, method: string, params: object) =>
      `${JSON.stringify({ jsonrpc: '2.0', id, method, params })}\n`;
    const clientInfo = { name: 'test', version: '1' };
    const input = [
      request(1, 'initialize', { protocolVersion: '2025-11-25', capabilities: {}, clientInfo }),
      request(2, 'tools/list', {}),
      request(3, 'tools/call', { name: 'list_goods', arguments: {} }),
    ].join('');
    const env = { ...sharedEnvironment(), KAMIKIT_SANDBOX: 'true', KAMIKIT_LANG: 'en' };
    const child = spawn(old ?? '', [server], { env, stdio: ['pipe', 'pipe', 'ignore'] });
    onTestFinished(() => void child.kill());
    child.stdin.write(input);
    const answers: unknown[] = [];
    // It ends with its input, whatever is still to be answered.
    for await (const line of createInterface(child.stdout))
      if (answers.push(JSON.parse(line).result) === 3) break;
    expect(answers).toMatchObject([
      { instructions: expect.stringMatching(/^No tool works: Kamikit needs Node\.js/) },
      { tools: expect.arrayContaining([expect.objectContaining({ name: 'list_goods' })]) },
      { isError: true, structuredContent: { error: { code: 'config_invalid' } } },
    ]);
  },
);
