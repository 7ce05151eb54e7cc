import { createHash } from 'node:crypto';
import { isSocket, parseDatabaseUrl } from './database-url.ts';

/** Where a ledger lives on a server, as its URL says. */
export interface Address {
  /** Without user and password, for people. */
  place: string;
  /** For node-postgres: our settings cannot be undone by those of the URL. */
  connectionString: string;
  /** The settings that each session is asked for, by their names. */
  asked: Readonly<Record<string, string>>;
  /** The PostgreSQL schema of its tables. */
  schema: string;
  /** Who writes to it holds the advisory lock of this number. */
  lockKey: string;
}

/**
 * @param settings for each session.
 * @param application by which name the server lists its connections, unless the URL says another.
 * @throws {KamikitError} `config_invalid`, which repeats nothing of the URL.
 */
export function readAddress(
  databaseUrl: string,
  settings: Readonly<Record<string, string>> = {},
  application = 'kamikit',
): Address {
  const { url, host, schema, place } = parseDatabaseUrl(databaseUrl);
  const { searchParams } = url;
  searchParams.delete('schema');
  if (url.hostname === '') searchParams.set('host', host);
  searchParams.set('sslmode', sslmode(host, searchParams.get('sslmode')));
  // What comes last holds, and what the session asks for holds against defaults of the role or the database.
  const asked = { ...settings, search_path: schema };
  const ours = Object.entries(asked).map(([name, value]) => `-c ${name}=${value}`);
  searchParams.set('options', [searchParams.get('options') ?? '', ...ours].join(' ').trim());
  if (!searchParams.has('application_name')) searchParams.set('application_name', application);
  return { place, schema, lockKey: lockKeyOf(schema), asked, connectionString: url.href };
}

/**
 * Beyond this machine, what a ledger holds travels encrypted and to a server that proves who it is, unless its owner
 * says `disable` or `no-verify`. The modes in between do neither for sure.
 */
function sslmode(host: string, asked: string | null): string {
  if (asked === 'disable' || asked === 'no-verify') return asked;
  if (asked === null && (isSocket(host) || isLoopback(host))) return 'disable';
  return 'verify-full';
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

/** Advisory locks are of one database, and of whoever uses it: 64 bits that nobody else hits upon. */
function lockKeyOf(schema: string): string {
  return createHash('sha256').update(`kamikit ledger ${schema}`).digest().readBigInt64BE().toString();
}
