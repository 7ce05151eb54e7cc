import { KamikitError } from '@kamikit/core/base';

/** What the URL of a ledger's database says, as far as a program has to know before it connects. */
export interface DatabaseUrl {
  url: URL;
  host: string;
  /** The PostgreSQL schema of its tables. */
  schema: string;
  /** The URL without user and password, for people; of two ledgers never the same. */
  place: string;
}

const DEFAULT_SCHEMA = 'kamikit';

/**
 * `postgres://user:password@host:port/database?schema=kamikit`, and whatever else libpq's URLs may say.
 * @throws {KamikitError} `config_invalid`, which repeats nothing of the URL.
 */
export function parseDatabaseUrl(text: string): DatabaseUrl {
  const url = parse(text);
  const { searchParams } = url;
  const schema = searchParams.get('schema') ?? DEFAULT_SCHEMA;
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(schema))
    throw invalid('its schema must be lower-case letters, digits and underscores, at most 63');
  const database = url.pathname.slice(1);
  if (database === '') throw invalid('it names no database: postgres://user@host/database');
  const host = searchParams.get('host') ?? (url.hostname || 'localhost');
  const port = url.port || searchParams.get('port') || '5432';
  const place = `postgres://${isSocket(host) ? '' : host}:${port}/${database}?${isSocket(host) ? `host=${host}&` : ''}schema=${schema}`;
  return { url, host, schema, place };
}

/** A folder, in which a server of this machine has its socket. */
export function isSocket(host: string): boolean {
  return host.startsWith('/');
}

function parse(databaseUrl: string): URL {
  if (!URL.canParse(databaseUrl)) throw invalid('it is no URL');
  const url = new URL(databaseUrl);
  if (url.protocol !== 'postgres:' && url.protocol !== 'postgresql:')
    throw invalid('it must begin with postgres://');
  return url;
}

function invalid(what: string): KamikitError {
  return new KamikitError(`The database URL cannot be used: ${what}.`, {
    ...{ code: 'config_invalid', outcome: 'not_committed', neverSent: true },
    hint: 'Write it as postgres://USER:PASSWORD@HOST:PORT/DATABASE, with special characters of the password percent-encoded.',
  });
}
