// Writes into each package's package.json what the root's says once: whose it is, and where its sources are. A test holds
// them together.
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

interface Manifest {
  name: string;
  private?: boolean;
  license: string;
  engines: object;
  repository: { type: string; url: string };
  mcpName?: string;
  exports: Exports;
}

/** By subpath; what is wanted there, by condition. */
type Exports = Record<string, string | Record<string, string>>;

const read = (path: string): Manifest => JSON.parse(readFileSync(join(ROOT, path), 'utf8'));

/** Each published package's package.json by its path, as it has to be. */
export function packagesWithFacts(): Array<{ path: string; manifest: object }> {
  const { license, engines, repository, mcpName } = read('package.json');
  const address = repository.url.replace(/^git\+|\.git$/g, '');
  return globSync('packages/*/package.json', { cwd: ROOT })
    .sort()
    .map((path) => ({ path, manifest: read(path) }))
    .filter(({ manifest }) => manifest.private !== true)
    .map(({ path, manifest }) => ({
      path,
      manifest: {
        ...manifest,
        ...{ license, engines },
        repository: { ...repository, directory: dirname(path).replaceAll('\\', '/') },
        homepage: `${address}#readme`,
        bugs: `${address}/issues`,
        // The registry of MCP servers looks for it, to see that package and entry have one owner.
        ...(manifest.name === 'kamikit' && { mcpName }),
        publishConfig: { access: 'public', exports: shipped(manifest.exports) },
      },
    }));
}

/** Without what only this workspace has: the sources. */
function shipped(exports: Exports): Exports {
  const kept = Object.entries(exports).map(([subpath, target]): [string, Exports[string]] => {
    if (typeof target === 'string') return [subpath, target];
    const conditions = Object.entries(target).filter(([condition]) => condition !== '@kamikit/source');
    return [subpath, Object.fromEntries(conditions)];
  });
  return Object.fromEntries(kept.filter(([, target]) => Object.keys(target).length > 0));
}

export function textOf(manifest: object): string {
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  for (const { path, manifest } of packagesWithFacts()) writeFileSync(join(ROOT, path), textOf(manifest));
