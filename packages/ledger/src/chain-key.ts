import { randomBytes } from 'node:crypto';
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { KEY_FILE } from './integrity.ts';
import { assertOnlyOurs, assertOwn, closeToOthers, VOUCHER } from './sqlite/private-file.ts';

/**
 * The key that signs events, created on first use with mode 0600: 32 random bytes in hex.
 * @throws when it can be neither read nor created, is no such key, or somebody else could have chosen it.
 */
export function readOrCreateKey(folder: string): string {
  const path = join(folder, KEY_FILE);
  const key = readKey(path) ?? createKey(folder, path);
  if (!/^[0-9a-f]{64}$/.test(key)) throw new Error(`${path} is not a key`);
  return key;
}

/** The same, if it is there, and nothing is changed: what nobody has signed with is no key of anything. */
export function lookAtKey(folder: string): string {
  return readKey(join(folder, KEY_FILE), { changesNothing: true }) ?? newKey();
}

function readKey(path: string, { changesNothing = false } = {}): string | null {
  try {
    assertOwn(path, 'key');
    assertOnlyOurs(path, VOUCHER);
    if (!changesNothing) closeToOthers(path);
    return readFileSync(path, 'utf8').trim();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

function newKey(): string {
  return randomBytes(32).toString('hex');
}

/** Of several processes that start at once, one creates it; none ever reads half of it. */
function createKey(folder: string, path: string): string {
  const draft = join(folder, `.${KEY_FILE}.${randomBytes(8).toString('hex')}`);
  writeFileSync(draft, `${newKey()}\n`, { mode: 0o600, flag: 'wx', flush: true });
  try {
    linkSync(draft, path);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    rmSync(draft);
  }
  return readFileSync(path, 'utf8').trim();
}
