import { type BigIntStats, statSync } from 'node:fs';
import { KamikitError, type Outcome } from '@kamikit/core';

/**
 * Remembers which file is at the path; what is returned throws once it is another one, or none, or was overwritten. SQLite
 * goes on writing to a file that was moved away or removed, and over one that a backup was copied into
 * (sqlite.org/howtocorrupt.html, 1.2 and 2.4), and with the program what it wrote is gone.
 */
export function rememberFile(path: string): (outcome: Outcome) => void {
  const isSame = watch(path, look(path));
  // There once the database is in use, and until the last program has closed it.
  const isSameLog = watch(`${path}-wal`, undefined);
  return (outcome) => {
    if (!isSame() || !isSameLog()) throw moved(path, outcome);
  };
}

/**
 * A file that is missing is not begun anew beside the log of the one that was there: SQLite would take the log for the new
 * file's (sqlite.org/howtocorrupt.html, 1.4), and what was bought last may be in it alone.
 * @throws {KamikitError} `config_invalid`.
 */
export function assertNoLogAlone(path: string): void {
  const log = `${path}-wal`;
  // The log first: whoever begins a ledger just now makes the file before it.
  const hasLog = (look(log)?.size ?? 0n) > 0n;
  if (!hasLog || look(path) !== undefined) return;
  throw new KamikitError(
    `The file of the ledger ${path} is gone, and its log ${log} is still there: the last purchases may be in it alone.`,
    {
      ...{ code: 'config_invalid', outcome: 'not_committed', neverSent: true },
      hint: 'Put the file back beside its log. If it is lost for good, move the log away as well, and keep it.',
    },
  );
}

/**
 * Whether the file is the one that was seen before, and has not become shorter: neither the database, of which nothing is
 * ever deleted, nor its log does while it is in use (sqlite.org/wal.html, "Avoiding Excessively Large WAL Files").
 */
function watch(path: string, first: BigIntStats | undefined): () => boolean {
  let seen = first;
  return () => {
    const now = look(path);
    const isSame = seen === undefined || (now !== undefined && isFile(seen, now) && now.size >= seen.size);
    if (isSame) seen = now;
    return isSame;
  };
}

function look(path: string): BigIntStats | undefined {
  // Numbers of 64 bits: rounded to a double, two of them can be the same.
  return statSync(path, { bigint: true, throwIfNoEntry: false });
}

function isFile(a: BigIntStats, b: BigIntStats): boolean {
  // Some file systems on Windows do not number their files.
  return a.ino === 0n || (a.ino === b.ino && a.dev === b.dev);
}

function moved(path: string, outcome: Outcome): KamikitError {
  return new KamikitError(
    `The file of the ledger ${path} was moved away or replaced while it was in use: what is written to it now would be lost. This program has to be restarted.`,
    {
      code: 'suspended',
      outcome,
      neverSent: outcome === 'not_committed',
      hint: 'Ask the user to put the right file in place and to restart this program: it then compares the file with what was there before.',
    },
  );
}
