import { basename } from 'node:path';
import type { Metafile, OutputFile } from 'esbuild';

type Outputs = Metafile['outputs'];

// CommonJS libraries ask for Node's own modules by `require`, which esbuild's helpers look up in their own file.
const DEFINE_REQUIRE = `import { createRequire } from 'node:module';
const require = createRequire(import.meta.url);
`;

/**
 * esbuild knows only a hash for what several parts share. Here it is called after the parts that load it, which no
 * two of them have in common; what holds no source at all are esbuild's own helpers.
 */
export function nameParts(files: OutputFile[], { outputs }: Metafile): Array<{ path: string; text: string }> {
  const names = new Map(
    Object.entries(outputs)
      .filter(([path, { entryPoint }]) => entryPoint === undefined && path.endsWith('.mjs'))
      .map(([path, { inputs }]) => [
        basename(path, '.mjs'),
        Object.keys(inputs).length === 0
          ? 'esbuild-helpers'
          : `shared-by-${partsThatLoad(path, outputs).join('-')}`,
      ]),
  );
  const rename = (text: string) => text.replace(/chunk-[0-9A-Z]{8}/g, (chunk) => names.get(chunk) ?? chunk);
  return files.map((file) => {
    const path = rename(file.path);
    const isHelpers = basename(path) === 'esbuild-helpers.mjs';
    return { path, text: (isHelpers ? DEFINE_REQUIRE : '') + rename(file.text) };
  });
}

function partsThatLoad(chunk: string, outputs: Outputs): string[] {
  return Object.entries(outputs)
    .filter(
      ([path, { entryPoint }]) => entryPoint !== undefined && staticallyLoaded(path, outputs).has(chunk),
    )
    .map(([path]) => basename(path, '.mjs'))
    .sort();
}

/** The output itself and everything that is loaded before it runs. */
export function staticallyLoaded(path: string, outputs: Outputs, seen = new Set<string>()): Set<string> {
  if (seen.has(path)) return seen;
  seen.add(path);
  for (const { path: next, kind, external } of outputs[path]?.imports ?? []) {
    if (kind === 'import-statement' && external !== true) staticallyLoaded(next, outputs, seen);
  }
  return seen;
}
