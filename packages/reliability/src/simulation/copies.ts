import { registerHooks } from 'node:module';
import type { Guard } from '../guards/guard.ts';
import { FIRST_PID } from './builtins.ts';

export type OwnerParts = typeof import('./owner-parts.ts');

const OF_AN_OWNER = /\/packages\/(ledger|spending)\/src\/|\/simulation\/owner-parts\.ts$/;

/**
 * Gives every copy of an owner its own modules of the ledger and of spending; the product is loaded without the guard, if one is named;
 * what is returned says whether that was loaded. Comes before anything that imports the product.
 */
export function loadByCopies(guard?: Guard): () => boolean {
  let isLoaded = false;
  registerHooks({
    resolve(specifier, context, next) {
      const resolved = next(specifier, context);
      const copy = context.parentURL && new URL(context.parentURL).searchParams.get('copy');
      if (!copy || !OF_AN_OWNER.test(resolved.url) || resolved.url.includes('?')) return resolved;
      return { ...resolved, url: `${resolved.url}?copy=${copy}` };
    },
    load(url, context, next) {
      const loaded = next(url, context);
      if (guard === undefined || !url.split('?')[0]?.endsWith(`/packages/${guard.file}`)) return loaded;
      const source = String(loaded.source);
      if (source.split(guard.piece).length !== 2)
        throw new Error(`${guard.file} does not hold exactly once: ${guard.piece}`);
      isLoaded = true;
      return { ...loaded, source: source.replace(guard.piece, () => guard.instead) };
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
