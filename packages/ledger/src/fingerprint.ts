import { hash } from 'node:crypto';
import type { JsonObject } from './entry.ts';

function sortKeys(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** SHA-256 in hex over the request's JSON with sorted keys: the same for the same wish, in whatever order it is written. */
export function fingerprint(request: JsonObject): string {
  return hash('sha256', JSON.stringify(request, sortKeys));
}
