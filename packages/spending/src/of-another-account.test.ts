import { expect, it } from 'vitest';
import { isOfAnotherAccount } from './of-another-account.ts';

const marks = { account: 'now', formerAccount: 'before' };

it.each([
  ['now', false],
  ['before', false],
  ['another', true],
  ['', true],
  [undefined, false],
  [null, false],
])('an entry of the account %j is of another one: %s', (account, isOther) => {
  expect(isOfAnotherAccount({ evidence: { account } }, marks)).toBe(isOther);
});
