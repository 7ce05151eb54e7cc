import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes a folder and those above it, for this user alone. Not with Node's `recursive`, which never returns below /proc:
 * no folder can be made there, and the reason given is that the one above is missing.
 */
export function makeFolder(path: string): void {
  const above = dirname(path);
  const failure = makeOne(path);
  if (failure === null) return;
  if (failure.code !== 'ENOENT' || above === path) throw failure;
  makeFolder(above);
  const again = makeOne(path);
  if (again !== null) throw again;
}

/** What stood in the way; null where the folder is there now. */
function makeOne(path: string): NodeJS.ErrnoException | null {
  try {
    mkdirSync(path, { mode: 0o700 });
    return null;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const isThere = 'code' in error && error.code === 'EEXIST' && statSync(path).isDirectory();
    return isThere ? null : error;
  }
}
