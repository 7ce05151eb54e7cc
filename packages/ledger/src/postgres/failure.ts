import { DatabaseError } from 'pg';

/** What went wrong between this program and the server, whoever says so. */
export class PostgresFailure extends Error {
  override name = 'PostgresFailure';
  /** SQLSTATE, or what Node calls it; null for what has no name. */
  readonly code: string | null;
  /** The session is over, or there never was one. */
  readonly isConnectionLost: boolean;

  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    const isNamed = cause instanceof Error && 'code' in cause && typeof cause.code === 'string';
    this.code = REFUSED_SETTINGS.test(this.message) ? NOT_AS_ASKED : isNamed ? String(cause.code) : null;
    // What the server says in a session that goes on is an ERROR; FATAL and PANIC end it.
    const goesOn = cause instanceof DatabaseError && cause.severity === 'ERROR';
    this.isConnectionLost = !goesOn || this.code === OF_OTHER_TABLES;
  }
}

/** A session by which no ledger can be kept. */
export class UnfitSession extends Error {
  override name = 'UnfitSession';
  readonly code: typeof NOT_AS_ASKED | typeof OTHER_ENCODING;

  constructor(code: UnfitSession['code'], what: string) {
    super(what);
    this.code = code;
  }
}

/** It does not have the settings that it was asked for. */
export const NOT_AS_ASKED = 'not as asked';
/** Its database cannot hold every character. */
export const OTHER_ENCODING = 'other encoding';
// PgBouncer's words, whose code says no more than that something is not as the protocol has it.
const REFUSED_SETTINGS = /^unsupported (options )?startup parameter/;

/** The server refused something of a transaction whose end was asked for already: all of it was rolled back, and it said so. */
export class RolledBack extends Error {
  override name = 'RolledBack';

  constructor(cause: unknown) {
    super('the transaction was rolled back', { cause });
  }
}

// https://www.postgresql.org/docs/18/errcodes-appendix.html
const LOCK_TIMEOUT = '55P03';
const STARTING_OR_ENDING = ['57P01', '57P02', '57P03', '57P05', '53300'];
/** The session was ended because it was silent within a transaction, or that took too long: who hung may go on. */
const CUT_OFF = ['25P03', '25P04'];
/** What this session keeps of a statement fits the tables no more: a newer version has changed them meanwhile. */
const OF_OTHER_TABLES = '0A000';
const SERIALIZATION = ['40001', '40P01'];
/** A standby, until it takes over; or a database or role that was made read-only, which holds for sessions begun meanwhile. */
export const READ_ONLY = '25006';
// The server is away for a moment, or between two of its lives.
const UNREACHED = [
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EAI_AGAIN',
];

/** Whether the same may work in a moment: nothing of it happened. */
export function isPassing(error: unknown): boolean {
  if (error instanceof RolledBack) return isPassing(error.cause);
  if (!(error instanceof PostgresFailure)) return false;
  const { code, isConnectionLost, cause } = error;
  if (code === null) return isConnectionLost && !(cause instanceof DatabaseError);
  return (
    [OF_OTHER_TABLES, ...STARTING_OR_ENDING, ...CUT_OFF, ...SERIALIZATION, READ_ONLY, ...UNREACHED].includes(
      code,
    ) || code.startsWith('08')
  );
}

export function isLocked(error: unknown): boolean {
  return error instanceof PostgresFailure && error.code === LOCK_TIMEOUT;
}
