// Looks at the package of the current folder as a registry would get it: what is in it, and whether every engine and
// compiler finds what it exports. CommonJS can load it by `import()` only, which is how it is meant.
import { execFileSync } from 'node:child_process';
import { globSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const shell = process.platform === 'win32';
const folder = mkdtempSync(join(tmpdir(), 'kamikit-package-'));

try {
  execFileSync('pnpm', ['pack', '--pack-destination', folder], { stdio: 'pipe', shell });
  const [name = ''] = globSync('*.tgz', { cwd: folder });
  const tarball = join(folder, name);
  const files = execFileSync('tar', ['-tzf', tarball], { encoding: 'utf8' });
  for (const file of ['package/LICENSE', 'package/README.md'])
    if (!files.split('\n').includes(file)) throw new Error(`${name} lacks ${file}`);
  run('publint', ['run', tarball, '--strict']);
  // A program has no types.
  if (files.includes('.d.ts\n')) run('attw', [tarball, '--profile', 'esm-only']);
} finally {
  rmSync(folder, { recursive: true });
}

function run(command: string, args: string[]): void {
  execFileSync('pnpm', ['exec', command, ...args], { stdio: 'inherit', shell });
}
