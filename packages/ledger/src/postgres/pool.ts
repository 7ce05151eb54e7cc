import { Pool, types } from 'pg';
import type { Address } from './address.ts';
import { assertFit } from './fit-session.ts';

/** How long what may be waited for; in milliseconds. */
export interface Patience {
  /** For others who write, and for a connection. */
  busyTimeoutMs: number;
}

// One writes at a time, and readers are quick: more connections of one process only wait for each other.
const MOST_CONNECTIONS = 6;
// One statement of the ledger reads a page, or adds up its entries.
const STATEMENT_TIMEOUT_MS = 20_000;
// Between two statements of ours there is no waiting: who is silent for so long hangs, and holds up all others. Half of what these
// wait for: those that waited before it fell silent would be given up before it is.
const IDLE_IN_TRANSACTION_MS = 5_000;

/** What each session is asked for, whatever the role, the database or the URL say. */
export function sessionSettings({ busyTimeoutMs }: Patience): Record<string, string> {
  return {
    // on: a commit is on the disk when it is answered (and on that of the synchronous standby, where there is one), or a
    // power cut could forget that something was sent.
    synchronous_commit: 'on',
    statement_timeout: `${STATEMENT_TIMEOUT_MS + atLeastOne(busyTimeoutMs)}`,
    lock_timeout: `${atLeastOne(busyTimeoutMs)}`,
    idle_in_transaction_session_timeout: `${IDLE_IN_TRANSACTION_MS}`,
    timezone: 'UTC',
    client_encoding: 'UTF8',
    standard_conforming_strings: 'on',
  };
}

// Zero is no limit at all.
function atLeastOne(ms: number): number {
  return Math.max(1, Math.ceil(ms));
}

export function openPool(
  { connectionString, asked }: Pick<Address, 'connectionString' | 'asked'>,
  { busyTimeoutMs }: Patience,
): Pool {
  const pool = new Pool({
    connectionString,
    max: MOST_CONNECTIONS,
    connectionTimeoutMillis: Math.max(1000, busyTimeoutMs),
    // A server that says nothing any more is given up, a little after it should have given up itself.
    query_timeout: STATEMENT_TIMEOUT_MS + busyTimeoutMs + 5000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    idleTimeoutMillis: 60_000,
    allowExitOnIdle: true,
    pipeline: true,
    verify: (client, done) => void assertFit(client, asked).then(() => done(), done),
    types: { getTypeParser },
  });
  // Of a connection that nobody asks anything just then, and that would end the program otherwise: whoever asks next is told.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}

const INT8 = 20;

/** Epoch milliseconds and counts, which a double holds exactly; of this client alone. */
function getTypeParser(oid: number, format?: 'text' | 'binary') {
  return oid === INT8 && format !== 'binary' ? Number : types.getTypeParser(oid, format);
}
