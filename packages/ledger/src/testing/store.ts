import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { inject, it, onTestFinished } from 'vitest';
import { openChain } from '../chain.ts';
import type { LedgerPlace } from '../index.ts';
import { openPostgres } from '../postgres/open-postgres.ts';
import { openNodeSqlite } from '../sqlite/node-sqlite.ts';
// Declares what it provides.
import type {} from './postgres-setup.ts';

/** Whether this is the run on PostgreSQL: a test's path then names a ledger of its own on the server. */
export const isPostgres = inject('postgres') !== undefined;

/** A test of what only files do, or only earlier versions' files. */
export function inFilesOnly(name: string, test: () => Promise<void>): void {
  it.skipIf(isPostgres)(name, test);
}

const server = inject('postgres') ?? '';
const taken = new Map<string, Promise<Schema>>();
const free: Schema[] = [];
let made = 0;

interface Schema {
  name: string;
  databaseUrl: string;
  /** What empties its tables. */
  emptying: string;
  /** Its tables are not what they were. */
  isSpoiled: boolean;
}

/** For what is done beside the ledgers: a connection takes longer than most of it. It ends with the process, or once something fails. */
let beside: Promise<Client> | undefined;

async function connectBeside(): Promise<Client> {
  const client = new Client({ connectionString: server });
  const forget = () => {
    beside = undefined;
  };
  client.on('error', forget);
  client.on('end', forget);
  await client.connect();
  return client;
}

/** Where the ledger of this path is: there, or on the server. */
export async function placeAt(path: string): Promise<LedgerPlace> {
  if (!isPostgres) return { path };
  const schema = taken.get(path) ?? takeSchema(path);
  return { databaseUrl: (await schema).databaseUrl };
}

/** Runs SQL on the ledger of this path, as somebody with an editor would; gives the rows. */
export async function byHand(
  path: string,
  text: string,
  ...values: (string | number | null)[]
): Promise<Record<string, unknown>[]> {
  const { databaseUrl } = await placeAt(path);
  if (databaseUrl === undefined) return inFile(path, text, values);
  const schema = await taken.get(path);
  if (schema && /\b(drop|create|alter)\b/.test(text)) schema.isSpoiled = true;
  return onServer(databaseUrl, text, values);
}

/** Has every such change of an entry followed by another statement, until that is lifted. */
export async function whenever(
  path: string,
  change: 'insert' | 'update',
  condition: string,
  statement: string,
): Promise<() => Promise<unknown>> {
  const trigger = `create trigger scratch after ${change} on entries for each row when (${condition})`;
  if (!isPostgres) {
    await byHand(path, `${trigger} begin ${statement}; end`);
    return () => byHand(path, 'drop trigger scratch');
  }
  const body = `begin ${statement}; return null; end`;
  await byHand(path, `create function scratch() returns trigger language plpgsql as $$ ${body} $$`);
  await byHand(path, `${trigger} execute function scratch()`);
  return () => byHand(path, 'drop trigger scratch on entries');
}

function inFile(path: string, text: string, values: (string | number | null)[]) {
  const file = openNodeSqlite(path);
  try {
    if (values.length > 0 || text.startsWith('select')) return file.prepare(text).all(...values);
    file.exec(text);
    return [];
  } finally {
    file.close();
  }
}

async function onServer(databaseUrl: string, text: string, values: (string | number | null)[] = []) {
  const url = new URL(databaseUrl);
  beside ??= connectBeside();
  const used = beside;
  let at = 0;
  const numbered = text.replace(/\?/g, () => `$${++at}`);
  try {
    const client = await used;
    // One after the other, in the order in which they are given.
    const [, { rows }] = await Promise.all([
      client.query(`set search_path = ${url.searchParams.get('schema')}`),
      client.query(numbered, values.length > 0 ? values : undefined),
    ]);
    return rows;
  } catch (error) {
    // It may have stopped within a transaction.
    if (beside === used) beside = undefined;
    await used.then((client) => client.end()).catch(() => {});
    throw error;
  }
}

/** For the rest of the test. */
function takeSchema(path: string): Promise<Schema> {
  const schema = emptySchema();
  taken.set(path, schema);
  onTestFinished(async () => {
    taken.delete(path);
    const used = await schema;
    if (!used.isSpoiled) free.push(used);
  });
  return schema;
}

/** Made once and used by one test after the other: to make the tables takes longer than most tests. */
async function emptySchema(): Promise<Schema> {
  const used = free.pop();
  if (used) {
    const ledger = randomBytes(16).toString('hex');
    await onServer(
      used.databaseUrl,
      `begin; set local session_replication_role = replica; ${used.emptying} update identity set ledger = '${ledger}'; commit`,
    );
    return used;
  }
  const name = `t${process.pid}_${++made}`;
  const databaseUrl = `${server}?schema=${name}`;
  const database = await openPostgres(databaseUrl, 10_000, openChain(undefined, name));
  await database.close();
  const tables = await onServer(
    databaseUrl,
    "select tablename from pg_tables where schemaname = current_schema() and tablename not in ('identity', 'schema_version')",
  );
  // Quicker than `truncate` by a hundred times, as that makes new files; the order is not that of the references.
  const emptying = tables.map(({ tablename }) => `delete from ${tablename};`).join(' ');
  return { name, databaseUrl, emptying, isSpoiled: false };
}
