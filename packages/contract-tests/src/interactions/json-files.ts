import { readdirSync } from 'node:fs';

/** The JSON files exactly `depth` folders below a folder, as sorted paths with slashes. */
export function jsonFiles(folder: string, depth: number): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.json') && path.split('/').length === depth + 1)
    .sort();
}
