import { type Kysely, sql } from 'kysely';
import type { Attendance } from '../database.ts';
import { migrations } from '../migrations/in-order.ts';
import type { LedgerSchema } from '../schema.ts';
import { pendingMigrations } from '../schema-version.ts';
import type { Address } from './address.ts';

/**
 * Brings the tables to this version's schema, if they are not: of several programs that start at once, one does.
 * @returns what is due once that is durable; null where nothing was to be done.
 */
export async function migrate(
  trx: Kysely<LedgerSchema>,
  { place, schema }: Pick<Address, 'place' | 'schema'>,
  begin: () => Attendance,
): Promise<Attendance | null> {
  const pending = pendingMigrations(await schemaVersion(trx, { schema }), place);
  if (pending.length === 0) return null;
  await createSchema(trx, schema);
  const attendance = begin();
  for (const migration of pending) await migration(trx);
  await compareByBytes(trx, schema);
  await shortenIndexes(trx);
  await sql`update schema_version set version = ${sql.lit(migrations.length)}`.execute(trx);
  return attendance;
}

/** How many migrations the tables have seen; 0 where there are none. */
export async function schemaVersion(
  db: Kysely<LedgerSchema>,
  { schema }: Pick<Address, 'schema'>,
): Promise<number> {
  // Not by to_regclass(): a session goes by the schemas that it knew until it next opens a table.
  const { rows } = await sql`select from pg_catalog.pg_tables
    where schemaname = ${schema} and tablename = 'schema_version'`.execute(db);
  if (rows.length === 0) return 0;
  const found = await sql<{
    version: number;
  }>`select version from ${sql.table(`${schema}.schema_version`)}`.execute(db);
  return found.rows[0]?.version ?? 0;
}

async function createSchema(trx: Kysely<LedgerSchema>, schema: string): Promise<void> {
  // Asked for first: who may create tables in a schema need not be allowed to create schemas.
  const { rows } = await sql<{ is_there: boolean }>`
    select to_regnamespace(${schema}) is not null as is_there`.execute(trx);
  if (!rows[0]?.is_there) await sql`create schema ${sql.id(schema)}`.execute(trx);
  await sql`create table if not exists schema_version (version integer not null)`.execute(trx);
  await sql`insert into schema_version select 0 where not exists (select from schema_version)`.execute(trx);
}

/**
 * Ids, days and keys are ordered and compared by their bytes, as SQLite does it; a language's own order puts `-` and
 * capitals elsewhere, and changes with the operating system's libraries.
 */
async function compareByBytes(trx: Kysely<LedgerSchema>, schema: string): Promise<void> {
  const { rows } = await sql<{ table: string; columns: string[] }>`
    select c.relname::text as table, array_agg(a.attname::text order by a.attnum) as columns
    from pg_attribute a join pg_class c on c.oid = a.attrelid
    where c.relnamespace = to_regnamespace(${schema}) and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
      and a.atttypid = 'text'::regtype and a.attcollation <> '"C"'::regcollation
    group by c.relname`.execute(trx);
  for (const { table, columns } of rows) {
    const changes = columns.map((column) => sql`alter column ${sql.ref(column)} type text collate "C"`);
    await sql`alter table ${sql.table(table)} ${sql.join(changes)}`.execute(trx);
  }
}

/** A value of more than 2,700 bytes fits into no ordered index, and upstreams and owners may write such ones. Only equals are looked for in these. */
async function shortenIndexes(trx: Kysely<LedgerSchema>): Promise<void> {
  await sql`drop index entries_reference`.execute(trx);
  await sql`create index entries_reference on entries using hash (reference)`.execute(trx);
  await sql`drop index events_detail`.execute(trx);
  await sql`create index events_detail on events using hash (detail)
    where entry_id is not null and detail is not null`.execute(trx);
}
