import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Mutant } from './mutants.ts';
import { ROOT } from './what.ts';

/**
 * The ids of the mutants that the compiler refuses: nobody could commit them. Each is written as a file of its own beside
 * a copy of what it came from, so that one run of the compiler judges all; Stryker's own checker needs a compiler API.
 */
export function refusedByCompiler(name: string, mutants: readonly Mutant[], folder: string): Set<string> {
  const copy = join(folder, 'types', name);
  rmSync(copy, { recursive: true, force: true });
  const filter = (path: string) => !path.endsWith('.test.ts');
  cpSync(join(ROOT, 'packages', name, 'src'), join(copy, 'src'), { recursive: true, filter });
  symlinkSync(join(ROOT, 'packages', name, 'node_modules'), join(copy, 'node_modules'));
  const extended = {
    extends: join(ROOT, 'tsconfig.base.json'),
    include: ['src'],
    compilerOptions: { declaration: false },
  };
  mkdirSync(copy, { recursive: true });
  writeFileSync(join(copy, 'tsconfig.json'), JSON.stringify(extended));
  for (const { id, file, source } of mutants) {
    const original = join(copy, file.slice(`packages/${name}/`.length));
    writeFileSync(join(dirname(original), `mutant-${id}.ts`), source);
  }
  const tsc = spawnSync(join(ROOT, 'node_modules/.bin/tsc'), ['-p', copy, '--pretty', 'false'], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  rmSync(copy, { recursive: true, force: true });
  const refused = tsc.stdout.matchAll(/mutant-(\d+)\.ts\(\d+,\d+\): error/g);
  if (tsc.status === null || /^(?!.*mutant-\d+\.ts).*: error/m.test(tsc.stdout))
    throw new Error(`The compiler refuses more than mutants:\n${tsc.stdout.slice(0, 2000)}${tsc.stderr}`);
  return new Set([...refused].map(([, id = '']) => id));
}
