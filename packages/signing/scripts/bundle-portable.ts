import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const portable = join(root, 'src/platform/portable.ts');

/** The build fails when nothing asks for Node's module any more. */
const withoutNode: Plugin = {
  name: 'without-node',
  setup({ onResolve, onEnd }) {
    let replaced = false;
    onResolve({ filter: /platform\/node\.ts$/ }, () => {
      replaced = true;
      return { path: portable };
    });
    onEnd(() => (replaced ? null : { errors: [{ text: 'nothing imports platform/node.ts any more' }] }));
  },
};

/** The package as one file that needs nothing but the language: for browsers, and for edge runtimes. */
export async function bundlePortable(): Promise<string> {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ['src/index.ts'],
    bundle: true,
    format: 'esm',
    platform: 'neutral', // an import of node:crypto fails the build
    target: 'es2022',
    write: false,
    banner: { js: await notice() },
    legalComments: 'none', // the notice says more
    logLevel: 'warning',
    plugins: [withoutNode],
  });
  return outputFiles.map(({ text }) => text).join('');
}

/** MIT asks that its text goes with the code. */
async function notice(): Promise<string> {
  const folder = dirname(fileURLToPath(import.meta.resolve('@noble/hashes/legacy.js')));
  const { name, version }: { name: string; version: string } = JSON.parse(
    await readFile(join(folder, 'package.json'), 'utf8'),
  );
  return `/*! Contains MD5 of ${name} ${version}:\n\n${await readFile(join(folder, 'LICENSE'), 'utf8')}*/`;
}
