import { expect, it } from 'vitest';
import { mayHaveActedSince } from './damaged.ts';
import { at, madeEntry } from './testing/made-ledger.ts';

const SINCE = Date.parse(at(0));

it.each([
  ['a damaged entry that changed then', ['request'], 0, true],
  ['one that changed before', ['request'], -1, false],
  ['one of which nobody knows when it changed', ['request', 'updated_ms'], -1, true],
])('%s may have done something since: %s', (_, damaged, seconds, mayHave) => {
  expect(mayHaveActedSince(madeEntry({ damaged, updated_at: at(seconds) }), SINCE)).toBe(mayHave);
});

it('what is not damaged says itself what it did', () => {
  expect(mayHaveActedSince(madeEntry({ updated_at: at(9) }), SINCE)).toBe(false);
});
