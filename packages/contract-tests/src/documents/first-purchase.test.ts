import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { type ExpectStatic, it } from 'vitest';
import { codeBlocks } from './code-blocks.ts';
import { wordsOf } from './commands.ts';
import { hostEntry } from './host-blocks.ts';
import { built, buysInstantly } from './paste-into-host.ts';
import { ROOT, temporaryFolder } from './run-program.ts';

const run = promisify(execFile);
const BUILT = 'packages/mcp-server/dist';

/** `pnpm test:clone`: then the second command installs and builds in the clone, too; here it finds what is built already. */
const isWhole = process.env.MODE === 'clone';

/** What `npm start` runs last. */
async function lastScript(clone: string, expect: ExpectStatic): Promise<string> {
  const { scripts } = JSON.parse(readFileSync(join(clone, 'package.json'), 'utf8'));
  const [start = '', ...steps] = wordsOf(scripts.start).reverse();
  expect(steps.reverse()).toEqual(['node', 'scripts/with-toolchain.mjs', 'build']);
  return start;
}

it.concurrent.for([
  ['README.md', 'en'],
  ['README.zh-CN.md', 'zh'],
])(
  'from a clean clone to a purchase in a host in two commands and one paste, as %s says',
  { timeout: isWhole ? 1_800_000 : 120_000 },
  async ([readme = '', language = ''], test) => {
    const { expect } = test;
    const [first] = codeBlocks(readme);
    const [bring = '', start = '', ...more] = first?.code.split('\n') ?? [];
    expect({ start, more }).toEqual({ start: 'npm start', more: [] });
    expect(bring).toMatch(/^git clone <.+> kamikit && cd kamikit$/);

    const home = temporaryFolder(test);
    const clone = join(home, 'kamikit');
    await run('sh', ['-c', bring.replace(/<.+>/, `'${ROOT}'`)], { cwd: home });
    const env = { HOME: home, PATH: process.env.PATH, KAMIKIT_LANG: language };
    const script = isWhole ? 'start' : await lastScript(clone, expect);
    if (!isWhole) cpSync(dirname(built), join(clone, BUILT), { recursive: true });
    const { stdout } = await run('npm', ['run', '--silent', script], { cwd: clone, env, maxBuffer: 1e7 });

    const pasted = /^\{$.+^\}$/ms.exec(stdout)?.[0] ?? '';
    const file = join(home, '.config', 'Claude', 'claude_desktop_config.json');
    expect(stdout).toContain('claude_desktop_config.json');
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, pasted);
    await buysInstantly(hostEntry(readFileSync(file, 'utf8')), test);
  },
);
