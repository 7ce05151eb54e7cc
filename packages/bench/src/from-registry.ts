import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Other people's packages, installed from the npm registry into a folder of their own; none of their scripts runs. */
export async function installed(folder: string, packages: readonly string[]) {
  writeFileSync(join(folder, 'package.json'), '{"private":true,"type":"module"}');
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  await run('npm', ['install', ...quiet, ...packages], { cwd: folder, shell: process.platform === 'win32' });
  const modules = join(folder, 'node_modules');
  const facts = (name: string) => JSON.parse(readFileSync(join(modules, name, 'package.json'), 'utf8'));
  return {
    fileOf: (name: string, path: string) => join(modules, name, path),
    versionOf: (name: string): string => facts(name).version,
    /** The file that the package's program starts with. */
    programOf(name: string): string {
      const { bin } = facts(name);
      const [file] = typeof bin === 'string' ? [bin] : Object.values<string>(bin);
      return join(modules, name, file ?? '');
    },
  };
}
