import { DatabaseError } from 'pg';
import { expect, it } from 'vitest';
import { UnansweredCommit } from '../database.ts';
import { OTHER_ENCODING, PostgresFailure, UnfitSession } from './failure.ts';
import { storageError } from './storage-error.ts';

/** What a server says in a session that goes on. */
function said(code: string): PostgresFailure {
  return new PostgresFailure(
    Object.assign(new DatabaseError('its words', 1, 'error'), { code, severity: 'ERROR' }),
  );
}

// As PgBouncer refuses a connection that asks for settings.
const POOLER = new PostgresFailure(
  Object.assign(new DatabaseError('unsupported startup parameter: options', 1, 'error'), {
    ...{ code: '08P01', severity: 'FATAL' },
  }),
);

it.each([
  ['cannot grow: the disk of the server is full', said('53100'), false],
  ['has no connection left', said('53300'), true],
  ['can only be read: it is a standby', said('25006'), true],
  ['allows this user too little (its words)', said('3F000'), false],
  ['allows this user too little (its words)', said('42P01'), false],
  ['is locked by another process', said('55P03'), true],
  ['cannot be read or written (its words)', said('XX000'), false],
  ['sessions do not get what they are asked for (unsupported startup parameter: options)', POOLER, false],
  ['whose encoding is LATIN1', new PostgresFailure(new UnfitSession(OTHER_ENCODING, 'LATIN1')), false],
  ['could not be asked whether it kept it', new UnansweredCommit(7, new Error('reset')), true],
])('a database that %s is told as such, with what to do', (what, failure, retryable) => {
  const error = storageError('postgres://here', failure, 'not_committed');
  expect(error).toMatchObject({
    ...{ code: 'config_invalid', outcome: 'not_committed', neverSent: true, retryable, cause: failure },
    ...{
      message: expect.stringContaining(`The ledger postgres://here `),
      hint: expect.stringMatching(/\.$/),
    },
  });
  expect(error).toMatchObject({ message: expect.stringContaining(what) });
});

it('what did not come from the database is left as it is', () => {
  const fault = new TypeError('ours');
  expect(storageError('postgres://here', fault, 'unknown')).toBe(fault);
});
