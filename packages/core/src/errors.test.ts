import { expect, test } from 'vitest';
import { KamikitError } from './errors.ts';

test.each([
  ['not_committed', true],
  ['unknown', false],
  [undefined, false],
] as const)('an error with the outcome %s may say that nothing was sent: %s', (outcome, may) => {
  const error = new KamikitError('x', { code: 'unreachable', outcome, neverSent: true });
  expect(error.neverSent).toBe(may);
  expect(error.with({ outcome: 'unknown' }).neverSent).toBe(false);
});
