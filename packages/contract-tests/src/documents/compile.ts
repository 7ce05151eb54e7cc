import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, runNode } from './run-program.ts';

/** Makes a folder a project whose programs can import what this package depends on. */
export function linkPackages(folder: string): void {
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
  symlinkSync(join(ROOT, 'packages/contract-tests/node_modules'), join(folder, 'node_modules'), 'junction');
}

/** What the compiler has against the TypeScript files of a folder, and others; empty when it is content. */
export async function compilerFaults(
  folder: string,
  { customConditions, others = [] }: { customConditions: string[]; others?: string[] },
): Promise<string> {
  const config = {
    extends: join(ROOT, 'tsconfig.base.json'),
    compilerOptions: { customConditions, rootDir: '/', typeRoots: [join(ROOT, 'node_modules/@types')] },
    include: ['*.ts', ...others],
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
  const compiler = join(ROOT, 'node_modules/typescript/bin/tsc');
  // One thread takes half the work of several; the machine has other tests to run.
  const { code, stdout, stderr } = await runNode([compiler, '-p', folder, '--singleThreaded'], {
    cwd: folder,
  });
  return code === 0 ? '' : `${stdout}${stderr}`;
}
