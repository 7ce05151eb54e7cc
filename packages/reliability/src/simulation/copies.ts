import { readFileSync } from 'node:fs';
import { type ResolveHookSync, registerHooks, stripTypeScriptTypes } from 'node:module';
import type { Guard } from '../guards/guard.ts';
import { FIRST_PID } from './builtins.ts';

export type OwnerParts = typeof import('./owner-parts.ts');

const OF_THE_PRODUCT = /\/packages\/(core|ledger|spending)\/src\/.*\.ts$/;
const OF_AN_OWNER = /\/packages\/(ledger|spending)\/src\/|\/simulation\/owner-parts\.ts$/;

/**
 * Gives every copy of an owner its own modules of the ledger and of spending; the product is loaded without the guard, if one is named;
 * what is returned says whether that was loaded. Comes before anything that imports the product.
 */
export function loadByCopies(guard?: Guard): () => boolean {
  let isLoaded = false;
  // Node would look for each module, and strip its types, for every copy again: a quarter of the time of 150 schedules.
  const found = new Map<string, ReturnType<ResolveHookSync>>();
  const sources = new Map<string, string>();
  const sourceOf = (url: string): string => {
    const source = readFileSync(new URL(url), 'utf8');
    if (guard === undefined || !url.endsWith(`/packages/${guard.file}`)) return source;
    if (source.split(guard.piece).length !== 2)
      throw new Error(`${guard.file} does not hold exactly once: ${guard.piece}`);
    isLoaded = true;
    return source.replace(guard.piece, () => guard.instead);
  };
  registerHooks({
    resolve(specifier, context, next) {
      const [parent = '', query = ''] = context.parentURL?.split('?') ?? [];
      const copy = new URLSearchParams(query).get('copy');
      if (copy === null) return next(specifier, context);
      const name = `${specifier} from ${parent}`;
      const resolved = found.get(name) ?? { ...next(specifier, context), shortCircuit: true };
      found.set(name, resolved);
      if (!OF_AN_OWNER.test(resolved.url) || resolved.url.includes('?')) return resolved;
      return { ...resolved, url: `${resolved.url}?copy=${copy}` };
    },
    load(url, context, next) {
      const [file = ''] = url.split('?');
      if (!OF_THE_PRODUCT.test(file)) return next(url, context);
      const source = sources.get(file) ?? stripTypeScriptTypes(sourceOf(file));
      sources.set(file, source);
      return { format: 'module', source, shortCircuit: true };
    },
  });
  return () => isLoaded;
}

const copies = new Map<number, Promise<OwnerParts>>();

/** The number of the process that a copy takes itself for. */
export function pidOf(copy: number): number {
  return FIRST_PID + copy;
}

/** The modules of one process. Two that run at the same time never share a copy. */
export function copyOf(copy: number): Promise<OwnerParts> {
  const known = copies.get(copy);
  if (known) return known;
  const loading = load(copy);
  copies.set(copy, loading);
  return loading;
}

async function load(copy: number): Promise<OwnerParts> {
  const { pid } = process;
  Object.defineProperty(process, 'pid', { value: pidOf(copy), configurable: true, writable: true });
  try {
    return await import(`./owner-parts.ts?copy=${copy}`);
  } finally {
    Object.defineProperty(process, 'pid', { value: pid, configurable: true, writable: true });
  }
}
