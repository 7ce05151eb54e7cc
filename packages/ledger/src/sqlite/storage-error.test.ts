import { statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { scratchFolder } from '../testing/scratch.ts';
import { isBusy, storageError } from './storage-error.ts';

const sqlite = (errcode: number) => Object.assign(new Error('it failed'), { errcode });

// https://www.sqlite.org/rescode.html; of an extended code the low byte counts.
it.each([
  ['busy', 5, /^The ledger \/l is locked by another process/, true],
  ['busy while another recovers it', 261, /locked by another process/, true],
  ['locked', 6, /locked by another process/, true],
  ['a full disk', 13, /the disk is full\.$/, false],
  ['a disk that fails', 10, /could not be read or written/, false],
  ['a disk that fails to be written', 778, /could not be read or written/, false],
  ['damaged', 11, /is damaged or not a ledger/, false],
  ['no database', 26, /is damaged or not a ledger/, false],
  ['anything else', 14, /cannot be opened or written \(it failed\)/, false],
])('a failure of SQLite that means %s is told as such', (_what, errcode, message, isTemporary) => {
  const failure = storageError('/l', sqlite(errcode), 'not_committed');
  expect(failure).toMatchObject({
    ...{ code: 'config_invalid', outcome: 'not_committed', neverSent: true },
    ...{ message: expect.stringMatching(message), retryable: isTemporary },
  });
  expect(isBusy(sqlite(errcode))).toBe(isTemporary);
});

it('a failure of the file system names the file that it is about', () => {
  const missing = () => statSync(join(scratchFolder(), 'missing'));
  let failure: unknown;
  try {
    missing();
  } catch (error) {
    failure = storageError('/k', error, 'not_committed', 'key');
  }
  expect(failure).toMatchObject({
    message: expect.stringMatching(/^The key \/k cannot be opened or written \(ENOENT/),
  });
});

it('a failure after something was sent does not say that nothing was', () => {
  const failure = storageError('/l', sqlite(13), 'unknown');
  expect(failure).toMatchObject({ outcome: 'unknown', neverSent: false });
});

it.each([
  new Error('of the program'),
  Object.assign(new Error('of another'), { errcode: 'SQLITE_BUSY' }),
  { errcode: 5 },
])('what is neither is left as it is: %s', (error) => {
  expect(storageError('/l', error, 'not_committed')).toBe(error);
  expect(isBusy(error)).toBe(false);
});
