import type { PoolClient } from 'pg';
import type { Address } from './address.ts';
import { NOT_AS_ASKED, OTHER_ENCODING, UnfitSession } from './failure.ts';

// What a shop delivers may hold any character. Without an encoding of its own (SQL_ASCII) a database keeps UTF-8 as it comes.
const UNFIT = `select name, setting from pg_settings
  where setting <> $1::json ->> name or (name = 'server_encoding' and setting not in ('UTF8', 'SQL_ASCII'))
  order by name`;

/**
 * Looks at a new session before anything is asked of it. A pooler in between may leave out what it was asked for, and say nothing:
 * the tables would be those of another schema, and commits as durable as the role's settings have it.
 * @throws {UnfitSession}
 */
export async function assertFit(client: PoolClient, asked: Address['asked']): Promise<void> {
  const { rows } = await client.query<{ name: string; setting: string }>(UNFIT, [JSON.stringify(asked)]);
  const encoding = rows.find(({ name }) => name === 'server_encoding');
  if (encoding !== undefined) throw new UnfitSession(OTHER_ENCODING, encoding.setting);
  if (rows.length > 0) throw new UnfitSession(NOT_AS_ASKED, rows.map(({ name }) => name).join(', '));
}
