import { expect, it } from 'vitest';
import { readingsAt, writtenAt } from './readings-at.ts';
import { at, madeEntry } from './testing/made-ledger.ts';

it('an entry’s readings were written down with it, or once more as its owner decided', () => {
  expect(writtenAt(madeEntry({ created_at: at(5) }))).toBe(Date.parse(at(5)));
  expect(writtenAt(madeEntry({ created_at: at(5), decided_at: at(9) }))).toBe(Date.parse(at(9)));
});

it.each([
  ['when they say', { evidence: { read_at: at(-3) } }, -3],
  ['as they were written down at the latest', { evidence: { read_at: at(3) } }, 0],
  ['as they were written down, where they do not say', { evidence: { read_at: null } }, 0],
  ['as they were written down, where nobody can read when', { evidence: { read_at: 'then' } }, 0],
])('they were taken %s', (_, changes, seconds) => {
  expect(readingsAt(madeEntry(changes))).toBe(Date.parse(at(seconds)));
});
