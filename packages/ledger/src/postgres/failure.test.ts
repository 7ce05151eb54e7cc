import { DatabaseError } from 'pg';
import { expect, it } from 'vitest';
import { isPassing, PostgresFailure } from './failure.ts';

it.each([
  ['25P03', 'was silent within a transaction'],
  ['25P04', 'was too long within a transaction'],
  ['57P01', 'is ended by an administrator'],
])('%s: a session that %s may go on in another one', (code) => {
  const fatal = Object.assign(new DatabaseError('terminating connection', 1, 'error'), {
    code,
    severity: 'FATAL',
  });
  expect(isPassing(new PostgresFailure(fatal))).toBe(true);
});
