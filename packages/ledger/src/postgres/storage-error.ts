import { KamikitError, type Outcome } from '@kamikit/core';
import { UnansweredCommit } from '../database.ts';
import { isLocked, isPassing, NOT_AS_ASKED, OTHER_ENCODING, PostgresFailure, READ_ONLY } from './failure.ts';

const REACHABLE =
  'Nothing is sent until the database answers again. Check that it runs and can be reached from here.';
const CONFIGURE = 'Correct the database URL.';

/** Turns a failure of the database into a `config_invalid` that names it; leaves others as they are. */
export function storageError(place: string, error: unknown, outcome: Outcome): unknown {
  if (!(error instanceof PostgresFailure || error instanceof UnansweredCommit)) return error;
  const [what, hint] = describe(error);
  return new KamikitError(`The ledger ${place} ${what}.`, {
    code: 'config_invalid',
    outcome,
    // Nothing is sent before it is written down for good, so the same key is the one to use again.
    neverSent: outcome === 'not_committed',
    retryable: isPassing(error) || isLocked(error) || error instanceof UnansweredCommit,
    hint,
    cause: error,
  });
}

function describe(error: PostgresFailure | UnansweredCommit): readonly [what: string, hint: string] {
  if (error instanceof UnansweredCommit) {
    return [
      'took what was written without answering, and could not be asked whether it kept it',
      'Call again with the same idempotency key once the database answers: it tells what became of it.',
    ];
  }
  if (isLocked(error)) {
    return [
      'is locked by another process',
      'Try again; if it stays locked, look for who holds it: select * from pg_stat_activity.',
    ];
  }
  switch (error.code) {
    case '28P01':
    case '28000':
      return ['refused this user or its password', CONFIGURE];
    case '3D000':
      return ['is in a database that does not exist', `Create it, or correct the database URL.`];
    case '42501':
    // Of a schema that is not there, or that it may not use: of the two the server does not say which, and its tables are not found.
    case '3F000':
    case '42P01':
      return [
        `allows this user too little (${error.message})`,
        'Open the ledger once as the role that owns its tables, and grant this one what is written in docs/postgresql.md.',
      ];
    case READ_ONLY:
      return [
        'can only be read: it is a standby, or its role or database is read-only',
        'Nothing is sent until it can be written again; or correct the database URL.',
      ];
    case NOT_AS_ASKED:
      return [
        `cannot be reached this way: its sessions do not get what they are asked for (${error.message})`,
        'A pooler such as PgBouncer is in between: name the server itself in the database URL.',
      ];
    case OTHER_ENCODING:
      return [
        `is in a database whose encoding is ${error.message}, which lacks characters that a shop may deliver`,
        'Create the database with the encoding UTF8.',
      ];
    case '53100':
      return ['cannot grow: the disk of the server is full', 'Free some disk space on the server.'];
    case '53300':
      return ['has no connection left', 'Close other programs, or raise max_connections.'];
    default:
      return error.isConnectionLost
        ? [`cannot be reached (${error.message})`, REACHABLE]
        : [`cannot be read or written (${error.message})`, REACHABLE];
  }
}
