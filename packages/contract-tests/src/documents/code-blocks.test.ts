import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { codeBlocks, LIBRARIES, readmes } from './code-blocks.ts';
import { compilerFaults, linkPackages } from './compile.ts';
import { ROOT, runProgram } from './run-program.ts';
import { shellFaults } from './shell-lines.ts';

const blocks = readmes().flatMap((file) => codeBlocks(file));
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

it('the READMEs have blocks of each language that is looked at, and of no other', () => {
  expect(new Set(blocks.map(({ language }) => language))).toEqual(new Set(['json', 'sh', 'ts']));
});

it.concurrent('every ts block of the READMEs compiles, and every example', async ({ expect }) => {
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

it.each(inLanguage('json'))('the json block $at parses', ({ code }) => {
  expect(() => JSON.parse(code)).not.toThrow();
});

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
