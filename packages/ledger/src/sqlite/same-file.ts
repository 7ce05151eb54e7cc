import { statSync } from 'node:fs';
import { KamikitError, type Outcome } from '@kamikit/core';

/**
 * Remembers which file is at the path; what is returned throws once it is another one, or none. SQLite goes on writing to
 * a file that was moved away or removed (sqlite.org/howtocorrupt.html, 2.4), and with the program that is gone.
 */
export function rememberFile(path: string): (outcome: Outcome) => void {
  const opened = idOf(path);
  return (outcome) => {
    if (opened !== null && idOf(path) !== opened) throw moved(path, outcome);
  };
}

/** Null where the file system does not number its files, as some on Windows. */
function idOf(path: string): string | null {
  // Numbers of 64 bits: rounded to a double, two of them can be the same.
  const file = statSync(path, { bigint: true, throwIfNoEntry: false });
  if (file === undefined) return 'none';
  return file.ino === 0n ? null : `${file.dev}:${file.ino}`;
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
