import { execFile } from 'node:child_process';
import {
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { codeBlocks, LIBRARIES } from './code-blocks.ts';
import { compilerFaults } from './compile.ts';
import { ROOT, runNode } from './run-program.ts';

const run = promisify(execFile);

const HURRY = new URL('./hurry.ts', import.meta.url).href;

const manifestSchema = z.object({
  version: z.string(),
  dependencies: z.record(z.string(), z.string()).default({}),
  exports: z.record(z.string(), z.record(z.string(), z.string())),
});

/** An empty project into which the packages are installed as npm would, from tarballs and without a network. */
const project = mkdtempSync(join(tmpdir(), 'kamikit-packed-'));
const installed = (name: string) => join(project, 'node_modules', name);
const manifestOf = (name: string) =>
  manifestSchema.parse(JSON.parse(readFileSync(join(installed(`@kamikit/${name}`), 'package.json'), 'utf8')));

beforeAll(async () => {
  const missing = LIBRARIES.filter((name) => !existsSync(join(ROOT, 'packages', name, 'dist/index.js')));
  if (missing.length > 0) throw new Error(`${missing.join(', ')} not built: run \`pnpm build\` first`);
  await Promise.all(LIBRARIES.map(install));
  writeFileSync(join(project, 'package.json'), JSON.stringify({ type: 'module' }));
  cpSync(join(ROOT, 'examples/safe-purchase.ts'), join(project, 'safe-purchase.ts'));
  for (const { program, code } of programs) writeFileSync(join(project, program), `${code}\n`);
});
afterAll(() => rmSync(project, { recursive: true, force: true }));

/** What the packages' own READMEs show; several belong to one installation. */
const programs = LIBRARIES.flatMap((name) => {
  const blocks = codeBlocks(`packages/${name}/README.md`);
  const installed = blocks.flatMap(({ code }) => /^npm install (.+)$/m.exec(code)?.[1]?.split(' ') ?? []);
  return blocks
    .filter(({ language, compiledOnly }) => language === 'ts' && compiledOnly === null)
    .map(({ at, code }) => ({ at, code, installed, program: `${at.replace(/\W+/g, '-')}.ts` }));
});

async function install(name: (typeof LIBRARIES)[number]): Promise<void> {
  const source = join(ROOT, 'packages', name);
  const target = installed(`@kamikit/${name}`);
  const packed = join(project, 'tarballs', name);
  mkdirSync(target, { recursive: true });
  mkdirSync(packed, { recursive: true });
  await run('pnpm', ['pack', '--pack-destination', packed], {
    cwd: source,
    shell: process.platform === 'win32',
  });
  const [tarball = ''] = globSync('*.tgz', { cwd: packed });
  await run('tar', ['-xzf', join(packed, tarball), '-C', target, '--strip-components=1']);
  for (const dependency of Object.keys(manifestOf(name).dependencies)) {
    if (!dependency.startsWith('@kamikit/'))
      link(join(source, 'node_modules', dependency), installed(dependency));
  }
}

/** What several packages depend on is there once: the catalogue knows one version only. */
function link(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  if (!existsSync(to)) symlinkSync(realpathSync(from), to, 'junction');
}

it.each(LIBRARIES)(
  '%s ships every file that it exports, and depends on versions that a registry knows',
  (name) => {
    const { version, dependencies, exports } = manifestOf(name);
    const files = Object.values(exports).flatMap((conditions) => Object.values(conditions));
    expect(files).toContain('./dist/index.js');
    expect(files).toContain('./dist/index.d.ts');
    expect(files.filter((file) => !existsSync(join(installed(`@kamikit/${name}`), file)))).toEqual([]);
    for (const [dependency, wanted] of Object.entries(dependencies))
      expect(wanted).toMatch(dependency.startsWith('@kamikit/') ? `^${version}` : /^\^\d+\.\d+\.\d+$/);
  },
);

it.each(programs)('$at imports only what its README has installed', ({ code, installed }) => {
  const imported = [...code.matchAll(/from '((?:@[^/']+\/)?[^./'][^/']*)[^']*'/g)].map(
    ([, from = '']) => from,
  );
  expect(imported.filter((from) => !from.startsWith('node:') && !installed.includes(from))).toEqual([]);
});

it.concurrent.for(programs)('$at runs on what is packed', async ({ program }, { expect }) => {
  const cwd = mkdtempSync(join(project, 'run-'));
  const { code, stderr } = await runNode([`--import=${HURRY}`, join(project, program)], { cwd });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
});

it.concurrent('the README’s program compiles against the packed declarations', async ({ expect }) => {
  expect(await compilerFaults(project, { customConditions: [] })).toBe('');
});

it.concurrent('the README’s program buys once per key, keeps the budget, finds out about the lost answer', async ({
  expect,
}) => {
  const { code, stdout, stderr } = await runNode(['safe-purchase.ts'], { cwd: project });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const card = String.raw`\w{4}-\w{4}-\w{4}-\w{4}`;
  expect(stdout).toMatch(new RegExp(`^(${card})\\n(${card}) \\1\\n\\2\\n`));
  expect(stdout).toContain('now costs 75 yuan, more than max_total 60; nothing was sent.');
  expect(stdout).toContain('Over budget: 75 yuan requested, but only 50 of the 100 yuan');
  // Beside a purchase of the same second nobody can tell whose charge the account shows.
  expect(stdout).toMatch(
    /The shop charged 23.75 yuan, .+[Dd]o not buy again|Check the order list .+ only if it is not, buy again/,
  );
  expect(stdout).toMatch(/ 2\n$/);
});
