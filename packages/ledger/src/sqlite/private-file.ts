import { chmodSync, closeSync, lstatSync, mkdtempSync, openSync, rmdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { KamikitError } from '@kamikit/core';
import { type Integrity, KEY_FILE } from '../integrity.ts';
import { makeFolder } from './make-folder.ts';
import { storageError } from './storage-error.ts';

/**
 * Creates the file if it is missing, and its folder, for this user alone. SQLite gives -wal and -shm the mode of the file
 * itself (sqlite.org/wal.html), so it has to be right before SQLite opens it.
 * @throws {KamikitError} `config_invalid` where somebody else could replace or redirect the file.
 */
export function keepPrivate(path: string): void {
  const folder = dirname(path);
  makeFolder(folder);
  assertOnlyOurs(folder, 'the ledger');
  // An existing file is not opened so: closing it would drop SQLite's locks in this process (sqlite.org/howtocorrupt.html, 2.2).
  try {
    closeSync(openSync(path, 'wx', 0o600));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  assertOwn(path, 'ledger');
  closeToOthers(path);
}

/**
 * Whether a ledger, and what vouches for it, could be kept here: what opening it would refuse, told beforehand. It leaves
 * nothing behind: a folder is made on trial and removed, as no mode tells root or Windows what can be written.
 * @throws {KamikitError} `config_invalid`, naming the file and what to do.
 */
export function assertCanKeep(path: string, integrity?: Integrity): void {
  assertCanKeepFile(path, 'ledger', 'the ledger');
  if (integrity) assertCanKeepFile(join(integrity.folder, KEY_FILE), 'key', VOUCHER);
}

export const VOUCHER = 'what vouches for the ledger';

function assertCanKeepFile(path: string, what: 'ledger' | 'key', replaced: string): void {
  const folder = dirname(path);
  try {
    const nearest = nearestTo(folder);
    if (nearest === folder) assertOnlyOurs(folder, replaced);
    rmdirSync(mkdtempSync(join(nearest, '.kamikit-trial-')));
  } catch (error) {
    throw storageError(path, error, 'not_committed', what);
  }
}

/** The folder itself, or the first above it that is there. */
function nearestTo(path: string): string {
  const above = dirname(path);
  // Not what a link leads to, which may be nothing: no folder can be made in its place.
  const isThere = lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  return isThere || above === path ? path : nearestTo(above);
}

// Windows has neither these modes nor these owners: Node makes them up there.
const hasOwners = process.platform !== 'win32';
const STICKY = 0o1000;

/** A link leads wherever its maker wants, and another user's file says what that user wants. */
export function assertOwn(path: string, what: 'ledger' | 'key'): void {
  const file = lstatSync(path);
  if (file.isSymbolicLink()) {
    throw refused(
      `The ${what} ${path} is a symbolic link, which is not followed.`,
      'Move the file itself there, or name the folder that holds it.',
    );
  }
  if (!hasOwners || file.uid === process.getuid?.()) return;
  throw refused(
    `The ${what} ${path} belongs to another user.`,
    `Run: sudo chown "$(id -un)" ${quoted(path)}`,
  );
}

/** Whoever can write a folder can put another file in place of what it holds; a sticky one lets them touch only their own. */
export function assertOnlyOurs(path: string, what: string): void {
  const { mode } = statSync(path);
  if (!hasOwners || (mode & 0o022) === 0 || (mode & STICKY) !== 0) return;
  throw refused(`Others can write ${path}, and with it replace ${what}.`, `Run: chmod go-w ${quoted(path)}`);
}

export function closeToOthers(path: string): void {
  if (isOpenToOthers(path)) chmodSync(path, 0o600);
}

export function isOpenToOthers(path: string): boolean {
  const file = statSync(path);
  return hasOwners && file.isFile() && (file.mode & 0o077) !== 0;
}

function quoted(path: string): string {
  return `'${path.replaceAll("'", `'\\''`)}'`;
}

function refused(message: string, hint: string): KamikitError {
  return new KamikitError(message, {
    code: 'config_invalid',
    outcome: 'not_committed',
    neverSent: true,
    hint,
  });
}
