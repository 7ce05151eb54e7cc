import { createHash } from 'node:crypto';
import { KamikitError } from '@kamikit/core';

/** Where a ledger lives on a server, as its URL says. */
export interface Address {
  /** The URL without user and password, for people; of two ledgers never the same. */
  place: string;
  /** For node-postgres: our settings cannot be undone by those of the URL. */
  connectionString: string;
  /** The PostgreSQL schema of its tables. */
  schema: string;
  /** Who writes to it holds the advisory lock of this number. */
  lockKey: string;
}

export const DEFAULT_SCHEMA = 'kamikit';

/**
 * `postgres://user:password@host:port/database?schema=kamikit`, and whatever else libpq's URLs may say.
 * @param settings for each session.
 * @throws {KamikitError} `config_invalid`, which repeats nothing of the URL.
 */
export function readAddress(databaseUrl: string, settings: Readonly<Record<string, string>>): Address {
  const url = parse(databaseUrl);
  const { searchParams } = url;
  const schema = searchParams.get('schema') ?? DEFAULT_SCHEMA;
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(schema))
    throw invalid('its schema must be lower-case letters, digits and underscores, at most 63');
  searchParams.delete('schema');
  const host = searchParams.get('host') ?? (url.hostname || 'localhost');
  const port = url.port || searchParams.get('port') || '5432';
  const database = url.pathname.slice(1);
  if (database === '') throw invalid('it names no database: postgres://user@host/database');
  if (url.hostname === '') searchParams.set('host', host);
  searchParams.set('sslmode', sslmode(host, searchParams.get('sslmode')));
  // What comes last holds, and what the session asks for holds against defaults of the role or the database.
  const ours = Object.entries({ ...settings, search_path: schema }).map(
    ([name, value]) => `-c ${name}=${value}`,
  );
  searchParams.set('options', [searchParams.get('options') ?? '', ...ours].join(' ').trim());
  if (!searchParams.has('application_name')) searchParams.set('application_name', 'kamikit');
  const place = `postgres://${isSocket(host) ? '' : host}:${port}/${database}?${isSocket(host) ? `host=${host}&` : ''}schema=${schema}`;
  return { place, schema, lockKey: lockKeyOf(schema), connectionString: url.href };
}

/** The address without user and password. @throws {KamikitError} `config_invalid`. */
export function placeOf(databaseUrl: string): string {
  return readAddress(databaseUrl, {}).place;
}

function parse(databaseUrl: string): URL {
  if (!URL.canParse(databaseUrl)) throw invalid('it is no URL');
  const url = new URL(databaseUrl);
  if (url.protocol !== 'postgres:' && url.protocol !== 'postgresql:')
    throw invalid('it must begin with postgres://');
  return url;
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

function isSocket(host: string): boolean {
  return host.startsWith('/');
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

/** Advisory locks are of one database, and of whoever uses it: 64 bits that nobody else hits upon. */
function lockKeyOf(schema: string): string {
  return createHash('sha256').update(`kamikit ledger ${schema}`).digest().readBigInt64BE().toString();
}

function invalid(what: string): KamikitError {
  return new KamikitError(`The database URL cannot be used: ${what}.`, {
    ...{ code: 'config_invalid', outcome: 'not_committed', neverSent: true },
    hint: 'Write it as postgres://USER:PASSWORD@HOST:PORT/DATABASE, with special characters of the password percent-encoded.',
  });
}
