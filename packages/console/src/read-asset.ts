import { readFileSync } from 'node:fs';

/** A file of ours that a browser gets: beside this one in the sources, the package and the bundle. */
export function readAsset(path: string): string {
  return readFileSync(new URL(`assets/${path}`, import.meta.url), 'utf8');
}

/** Style sheets, one after the other. */
export function readStyles(names: readonly string[]): string {
  return names.map((name) => readAsset(`styles/${name}.css`)).join('\n');
}
