import { readdirSync } from 'node:fs';

/** The JSON files so many folders below a folder, as paths with slashes, in order. */
export function jsonFiles(folder: string, depth: number): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.json') && path.split('/').length === depth + 1)
    .sort();
}
