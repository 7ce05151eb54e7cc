import { KamikitError, type Outcome } from '@kamikit/core';

// https://www.sqlite.org/rescode.html; the low byte of an extended code is the primary one.
const BUSY = 5;
const LOCKED = 6;
const IOERR = 10;
const CORRUPT = 11;
const FULL = 13;
const NOTADB = 26;

const KEEP =
  'Move the file away (keep it: it may hold cards that were paid for) and try again; a new one will be created.';
const WRITABLE = 'Make the folder writable, or keep the ledger in one that is.';
const SPACE = 'Free some disk space, or keep the ledger in a folder that has some.';

function primaryCode(error: unknown): number | null {
  const isSqlite = error instanceof Error && 'errcode' in error && typeof error.errcode === 'number';
  return isSqlite ? Number(error.errcode) & 0xff : null;
}

export function isBusy(error: unknown): boolean {
  const code = primaryCode(error);
  return code === BUSY || code === LOCKED;
}

/** Turns a failure of SQLite or the file system into a `config_invalid` that names the file; leaves others as they are. */
export function storageError(
  path: string,
  error: unknown,
  outcome: Outcome,
  file: 'ledger' | 'key' = 'ledger',
): unknown {
  const code = primaryCode(error);
  const isSystem = error instanceof Error && 'syscall' in error;
  if (code === null && !isSystem) return error;
  const [what, hint] = describe(code, error);
  return new KamikitError(`The ${file} ${path} ${what}.`, {
    code: 'config_invalid',
    outcome,
    // Nothing is sent before it is on disk, so the same key is the one to use again.
    neverSent: outcome === 'not_committed',
    retryable: isBusy(error),
    hint,
    cause: error,
  });
}

function describe(code: number | null, error: unknown): readonly [what: string, hint: string] {
  switch (code) {
    case BUSY:
    case LOCKED:
      return [
        'is locked by another process',
        'Try again; if it stays locked, close the program that is using the file.',
      ];
    case FULL:
      return ['cannot grow: the disk is full', SPACE];
    case IOERR:
      return ['could not be read or written: the disk is full, gone or failing', SPACE];
    case CORRUPT:
    case NOTADB:
      return ['is damaged or not a ledger', KEEP];
    default:
      return [
        `cannot be opened or written (${error instanceof Error ? error.message : String(error)})`,
        WRITABLE,
      ];
  }
}
