import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

/** Takes a piece out of a source as it is bundled. @throws {Error} when the piece is not there. */
export function takeOut(file: RegExp, piece: string, instead: string): Plugin {
  return {
    name: 'without-a-piece',
    setup({ onLoad }) {
      onLoad({ filter: file }, async ({ path }) => {
        const source = await readFile(path, 'utf8');
        if (!source.includes(piece)) throw new Error(`${path} no longer holds ${piece}`);
        return { contents: source.replaceAll(piece, instead), loader: 'ts' };
      });
    },
  };
}
