import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const SERVER = 'packages/mcp-server/src';

/** Which of these files break one of our own rules, each file being linted where the workspace would have it. */
function findOffenders(sources: ReadonlyArray<readonly [file: string, source: string]>): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'kamikit-lint-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const name of ['biome.json', 'lint', '.gitignore'])
    cpSync(join(root, name), join(folder, name), { recursive: true });
  sources.forEach(([file, source], index) => {
    // A file for each, so that a rule that sees one way of breaking it does not stand in for the next.
    const path = join(folder, dirname(file), `number-${index}-${file.split('/').at(-1)}`);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `${source}\n`);
  });
  const { stdout } = spawnSync(
    join(root, 'node_modules/.bin/biome'),
    ['lint', '--max-diagnostics=none', '--reporter=github', '.'],
    { cwd: folder, encoding: 'utf8', shell: process.platform === 'win32' },
  );
  const ours = /title=(?:plugin|lint\/style\/noProcessEnv),file=[^,]*?number-(\d+)-/g;
  const offenders = new Set([...stdout.matchAll(ours)].map(([, index]) => Number(index)));
  return sources.filter((_, index) => offenders.has(index)).map(([file, source]) => `${file}: ${source}`);
}

const texts = (sources: ReadonlyArray<readonly [string, string]>) =>
  sources.map(([file, source]) => `${file}: ${source}`);

const imports = (from: string, to: readonly string[]) =>
  to.map((target) => [`${SERVER}/${from}/a.ts`, `import { b } from '../${target}';`] as const);

const innerPackages = ['core', 'ledger', 'spending'].map((name) => `packages/${name}/src`);

describe('the linter finds', () => {
  it.each<[what: string, ReadonlyArray<readonly [file: string, source: string]>]>([
    [
      'the MCP SDK outside mcp/',
      [
        [`${SERVER}/calling/a.ts`, `import { Server } from '@modelcontextprotocol/sdk/server/index.js';`],
        [`${SERVER}/a.ts`, `export { Client } from '@modelcontextprotocol/client';`],
        ['packages/core/src/a.ts', `await import('@modelcontextprotocol/sdk/types.js');`],
      ],
    ],
    [
      'the environment outside main.ts',
      [
        [`${SERVER}/config/a.ts`, 'export const home = process.env.HOME;'],
        [`${SERVER}/config/a.ts`, `export const all = process['env'];`],
        [`${SERVER}/cli/a.ts`, 'const { pid, env } = process;'],
        ['packages/signing/src/a.ts', `import { env } from 'node:process';`],
        ['packages/core/src/a.ts', `import * as all from 'node:process';`],
      ],
    ],
    [
      'terminals, variables and tools in core, ledger and spending',
      innerPackages.flatMap((source) => [
        [`${source}/a.ts`, `process.stdout.write('a');`],
        [`${source}/a.ts`, 'export const isTerminal = process.stdin.isTTY;'],
        [`${source}/a.ts`, 'const { pid, stderr } = process;'],
        [`${source}/a.ts`, `console.log('a');`],
        [`${source}/a.ts`, `import { createInterface } from 'node:readline/promises';`],
        [`${source}/a.ts`, `import { isatty } from 'node:tty';`],
        [`${source}/a.ts`, `export const hint = 'Set KAMIKIT_DATA_DIR.';`],
        [`${source}/deep/a.ts`, 'export const hint = (name: string) => `${name}: call reconcile_ledger`;'],
        [`${source}/a.ts`, `export const hint = 'Restart the MCP server.';`],
        [`${source}/a.ts`, 'export const home = process.env.HOME;'],
      ]),
    ],
    [
      'imports of the server',
      ['core', 'ledger', 'spending', 'sandbox', 'signing'].map((name) => [
        `packages/${name}/src/a.test.ts`,
        `import { tools } from '@kamikit/mcp-server/src/tools/index.ts';`,
      ]),
    ],
    [
      'what the sandbox shares with the clients',
      [
        ['packages/sandbox/src/a.ts', `import { parseMoney } from '@kamikit/core/base';`],
        ['packages/sandbox/src/a.test.ts', `import { openLedger } from '@kamikit/ledger';`],
      ],
    ],
    [
      'imports that lead upwards between the rooms of the server',
      [
        ...imports('cli', ['tools/purchase.ts', 'main.ts']),
        ...imports('mcp', ['cli/demo.ts', 'calling/call-tool.ts', 'tools/index.ts', 'main.ts']),
        ...imports('listing', ['cli/demo.ts', 'mcp/server.ts', 'calling/call-tool.ts']),
        ...imports('calling', ['cli/demo.ts', 'mcp/server.ts']),
        ...imports('tools', ['cli/demo.ts', 'mcp/server.ts', 'listing/tool-list.ts', 'calling/call-tool.ts']),
        ...imports('views', ['cli/demo.ts', 'mcp/server.ts', 'listing/a.ts', 'calling/a.ts', 'tools/a.ts']),
        ...imports('config', ['cli/demo.ts', 'mcp/a.ts', 'listing/a.ts', 'calling/a.ts', 'tools/a.ts']),
        ...imports('config', ['views/a.ts']),
        ...imports('messages', ['config/a.ts', 'views/a.ts']),
        [`${SERVER}/messages/a.ts`, `import { parseMoney } from '@kamikit/core/base';`],
        [`${SERVER}/mcp/a.ts`, `import { type Runtime, run } from '../calling/runtime.ts';`],
        [`${SERVER}/mcp/a.ts`, `await import('../cli/demo.ts');`],
      ],
    ],
    [
      'sentences of one language outside messages/',
      ['cli', 'listing', 'views'].flatMap((room) => [
        [`${SERVER}/${room}/a.ts`, `export const hint = 'Ask the user to top up.';`],
        [`${SERVER}/${room}/a.ts`, 'export const hint = (n: number) => `${n} cards are left over here`;'],
      ]),
    ],
  ])('%s', (_, sources) => {
    expect(findOffenders(sources)).toEqual(texts(sources));
  });
});

it('the linter allows what the rules are not about', () => {
  expect(
    findOffenders([
      [`${SERVER}/mcp/a.ts`, `import { Server } from '@modelcontextprotocol/sdk/server/index.js';`],
      [`${SERVER}/a.test.ts`, `import { Client } from '@modelcontextprotocol/client';`],
      [`${SERVER}/mcp/a.ts`, `import type { Runtime } from '../calling/runtime.ts';`],
      [`${SERVER}/mcp/a.ts`, `export const load = () => import('../calling/runtime.ts');`],
      ['packages/ledger/src/a.ts', 'export const self = process.pid;'],
      ['packages/ledger/src/a.test.ts', `export const hint = 'Set KAMIKIT_DATA_DIR.';`],
      ['packages/contract-tests/src/a.ts', `import { tools } from '@kamikit/mcp-server/src/tools/index.ts';`],
      ['packages/sandbox/src/a.ts', `import { sign } from '@kamikit/signing';`],
      ...imports('cli', [
        'mcp/client.ts',
        'calling/services.ts',
        'tools/index.ts',
        'views/a.ts',
        'config/a.ts',
      ]),
      [`${SERVER}/cli/a.ts`, `log('info', 'a notification was recorded by us');`],
      [`${SERVER}/views/a.ts`, `throw new KamikitError('It is not known whether it happened.', {});`],
      [`${SERVER}/cli/a.test.ts`, `export const hint = 'Ask the user to top up.';`],
      ...imports('mcp', ['listing/tool-list.ts', 'config/a.ts']),
      ...imports('listing', ['tools/index.ts', 'views/a.ts', 'config/a.ts']),
      ...imports('calling', ['listing/availability.ts', 'tools/index.ts', 'views/a.ts', 'config/a.ts']),
      ...imports('tools', ['views/a.ts', 'config/a.ts']),
      ...imports('views', ['config/a.ts', 'messages/a.ts']),
      ...imports('config', ['messages/a.ts']),
      [`${SERVER}/messages/a.ts`, `import type { ErrorCode } from '@kamikit/core';`],
      [`${SERVER}/messages/a.ts`, `export const load = () => import('./start.zh.ts');`],
    ]),
  ).toEqual([]);
});
