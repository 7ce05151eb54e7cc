import {
  type Compilable,
  type CompiledQuery,
  type Expression,
  type Kysely,
  type QueryResult,
  sql,
} from 'kysely';
import { constants, Place } from './constants.ts';
import type { LedgerSchema } from './schema.ts';

type Db = Kysely<LedgerSchema>;

/** A query with its values, to be run on a database or in a transaction. */
export type Asked<Row> = (db: Db) => Ready<Row>;

export interface Ready<Row = unknown> extends CompiledQuery<Row> {
  /** How it is run best depends on its values. A server that therefore plans it anew each time plans nothing else with it. */
  readonly isPlannedAnew: boolean;
}

/** The values of a query, before there are any. */
export type Places<Values> = { [Name in keyof Values]: Expression<Exclude<Values[Name], undefined>> };

/**
 * A query that comes with every entry: built and compiled once per open database and set of names, which takes longer than
 * SQLite needs to run it. Only the values change.
 */
export function statement<Values extends object, Row>(
  build: (db: Db, given: Places<Values>) => Compilable<Row>,
  { isPlannedAnew = false } = {},
): (values: Values) => Asked<Row> {
  const compiled = new WeakMap<object, Map<string, CompiledQuery<Row>>>();
  return (values) => (db) => {
    // One per open database, its transactions included.
    const { adapter } = db.getExecutor();
    const templates = compiled.get(adapter) ?? new Map<string, CompiledQuery<Row>>();
    compiled.set(adapter, templates);
    const names = Object.keys(values).join();
    const template = templates.get(names) ?? build(db.withPlugin(constants), placesOf(values)).compile();
    templates.set(names, template);
    const parameters = template.parameters.map((each) =>
      each instanceof Place ? Reflect.get(values, each.name) : each,
    );
    return { ...template, parameters, isPlannedAnew };
  };
}

function placesOf<Values extends object>(values: Values): Places<Values> {
  const places: Record<string, unknown> = Object.fromEntries(
    Object.keys(values).map((name) => [name, sql`${new Place(name)}`]),
  );
  // One for each of their names.
  return places as Places<Values>;
}

export async function ask<Row>(db: Db, asked: Asked<Row>): Promise<Row[]> {
  return (await db.executeQuery<Row>(asked(db))).rows;
}

/** A connection to a server, which is asked several things at once. */
export interface Pipeline {
  executeAll(queries: readonly Ready[]): Promise<readonly QueryResult<unknown>[]>;
  /**
   * Writes all of it, and does not wait for that: the commit does, and fails where this failed, or where a query that would tell
   * of rows wrote none. Whatever the transaction asks from then on comes after it.
   */
  send(queries: readonly Ready[]): void;
}

/** The rows of queries, in their order. */
export type RowsOf<All extends readonly unknown[]> = {
  -readonly [At in keyof All]: All[At] extends Asked<infer Row> | null ? Row[] : never;
};

/** Reads all of it, from a server in one go. What is null has no rows. */
export async function together<const All extends ReadonlyArray<Asked<unknown> | null>>(
  db: Db,
  ...asked: All
): Promise<RowsOf<All>> {
  const queries = readyFor(db, asked);
  if (queries.some(isWrite)) throw new TypeError('what is read together writes nothing');
  const answers = await db.getExecutor().provideConnection(async (connection) => {
    if (isPipeline(connection)) return connection.executeAll(queries);
    const results: QueryResult<unknown>[] = [];
    for (const query of queries) results.push(await connection.executeQuery(query));
    return results;
  });
  let at = 0;
  // In the order in which they were asked, so that each has the rows of its own.
  return asked.map((each) => (each === null ? [] : (answers[at++]?.rows ?? []))) as RowsOf<All>;
}

/**
 * Writes all of it in a transaction, which is not committed where something of it fails, or where a query that would tell of rows
 * wrote none. A server may not have written it yet when this resolves.
 */
export async function written(trx: Db, ...asked: ReadonlyArray<Asked<unknown> | null>): Promise<void> {
  if (!trx.isTransaction) throw new TypeError('only a commit can tell that something was written');
  const queries = readyFor(trx, asked);
  if (!queries.every(isWrite)) throw new TypeError('what is written together reads nothing');
  await trx.getExecutor().provideConnection(async (connection) => {
    if (isPipeline(connection)) return connection.send(queries);
    for (const query of queries) {
      const { rows } = await connection.executeQuery(query);
      if (tellsOfRows(query) && rows.length === 0) throw notWritten();
    }
  });
}

function isWrite({ query: { kind } }: CompiledQuery): boolean {
  return kind !== 'SelectQueryNode';
}

/** Whether a query that writes has rows. */
export function tellsOfRows({ query }: CompiledQuery): boolean {
  return 'returning' in query && query.returning !== undefined;
}

export function notWritten(): Error {
  return new Error('what was to be changed is not as it was a moment ago');
}

function readyFor(db: Db, asked: ReadonlyArray<Asked<unknown> | null>): Ready[] {
  return asked.flatMap((each) => (each === null ? [] : [each(db)]));
}

function isPipeline(connection: object): connection is Pipeline {
  return 'executeAll' in connection;
}
