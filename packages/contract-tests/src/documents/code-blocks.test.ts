import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '@kamikit/mcp-server';
import { afterAll, describe, expect, it } from 'vitest';
import { codeBlocks, documents, LIBRARIES } from './code-blocks.ts';
import { TYPED } from './commands.ts';
import { compilerFaults, linkPackages } from './compile.ts';
import { hostEntry } from './host-blocks.ts';
import { ROOT, runProgram } from './run-program.ts';
import { shellFaults } from './shell-lines.ts';

const blocks = documents().flatMap((file) => codeBlocks(file));
const inLanguage = (language: string) => blocks.filter((block) => block.language === language);

const folder = mkdtempSync(join(tmpdir(), 'kamikit-documents-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Each program once, though several documents may show it. */
const programs = [...new Map(inLanguage('ts').map((block) => [block.code, block])).values()].map((block) => {
  const file = join(folder, `${block.at.replace(/\W+/g, '-')}.ts`);
  writeFileSync(file, `${block.code}\n`);
  return { ...block, program: file };
});
linkPackages(folder);

/** Languages of blocks that are neither programs nor commands, and what can be looked at. */
const SETTINGS_OF_OTHERS: Readonly<Record<string, { why: string; holds: RegExp }>> = {
  mermaid: { why: 'a diagram', holds: /^(flowchart LR|sequenceDiagram|stateDiagram-v2)\n/ },
  caddyfile: { why: 'needs Caddy', holds: /^\t+reverse_proxy 127\.0\.0\.1:878[78]$/m },
  sql: { why: "the ledger's own tests run it on a server", holds: /^create role kamikit_worker login;$/m },
  csv: {
    why: 'a table; the tests of the command read such',
    holds: /^sku_id,goods_id,sub_id,floor,target,max_price,stock\n/,
  },
  nginx: { why: 'needs nginx', holds: /^ {4}proxy_pass http:\/\/127\.0\.0\.1:8788;$/m },
};

it('the documents have blocks of each language that is looked at, and of no other', () => {
  const looked = ['json', 'jsonc', 'ts', ...TYPED, ...Object.keys(SETTINGS_OF_OTHERS)];
  expect([...new Set(blocks.map(({ language }) => language))].sort()).toEqual(looked.sort());
});

it.each(blocks.filter(({ language }) => language in SETTINGS_OF_OTHERS))(
  'the $language block $at is whole',
  ({ language, code }) => {
    expect(code).toMatch(SETTINGS_OF_OTHERS[language]?.holds ?? /^$/);
    const count = (sign: string) => code.split(sign).length;
    expect(count('{')).toBe(count('}'));
  },
);

it.concurrent('every ts block of the documents compiles, and every example', async ({ expect }) => {
  const options = { customConditions: ['@kamikit/source'], others: [join(ROOT, 'examples/*.ts')] };
  expect(await compilerFaults(folder, options)).toBe('');
});

const isLibrary = (file: string) => LIBRARIES.some((name) => file === `packages/${name}/README.md`);

describe.concurrent('every ts block runs, unless it says why not; those of libraries see packed.test.ts', () => {
  it.for(programs.filter(({ compiledOnly, file }) => compiledOnly === null && !isLibrary(file)))(
    '$at',
    async ({ program }, { expect }) => {
      const cwd = mkdtempSync(join(folder, 'run-'));
      const { code, stderr } = await runProgram(program, [], { cwd });
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    },
  );
});

it.each(inLanguage('json'))('the json block $at is for a host, which host-blocks.test.ts is', ({ code }) => {
  const entry = hostEntry(code);
  // One that is reached elsewhere is told nothing but where, and by whose token.
  if ('env' in entry) expect(entry.env).toEqual({ KAMIKIT_SANDBOX: 'true' });
});

it.each(inLanguage('jsonc'))(
  'the jsonc block $at is a configuration file with no fault',
  async ({ code, at }) => {
    const path = join(folder, `${at.replace(/\W+/g, '-')}.json`);
    writeFileSync(path, code, { mode: 0o600 });
    const { problems, configured } = await loadConfig({ KAMIKIT_CONFIG: path });
    expect({ problems, configured }).toEqual({ problems: [], configured: ['storefront'] });
  },
);

it.each(inLanguage('sh'))('the commands of $at exist', ({ code }) => {
  expect(shellFaults(code)).toEqual([]);
});

it('a block in a list is found, and so is the comment that keeps it from running', () => {
  const text = '- a list:\n\n  <!-- compiled only: needs a key -->\n\n  ```ts\n  await buy();\n  ```\n';
  expect(codeBlocks('list.md', text)).toEqual([
    { at: 'list.md:5', file: 'list.md', language: 'ts', code: 'await buy();', compiledOnly: 'needs a key' },
  ]);
});

it.each([
  ['npm run no-such-script', 'kamikit-workspace has no script no-such-script'],
  ['npm install && pnpm --filter @kamikit/signing fly', '@kamikit/signing has no script fly'],
  ['npm install @kamikit/nothing', 'no @kamikit/nothing'],
  ['node --conditions=@kamikit/source examples/nothing.ts', 'no examples/nothing.ts'],
])('a command that does not exist is found: %s', (line, fault) => {
  expect(shellFaults(line)).toEqual([expect.stringContaining(fault)]);
});

it.each(['README.md', 'README.zh-CN.md'])(
  '%s shows examples/safe-purchase.ts, in at most 25 lines',
  (readme) => {
    const program = readFileSync(join(ROOT, 'examples/safe-purchase.ts'), 'utf8');
    const shown = codeBlocks(readme).filter(({ language }) => language === 'ts');
    expect(shown.map(({ code }) => `${code}\n`)).toEqual([program]);
    expect(program.trimEnd().split('\n').length).toBeLessThanOrEqual(25);
  },
);
