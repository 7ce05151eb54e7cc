import {
  type Compilable,
  type CompiledQuery,
  type Expression,
  type Kysely,
  type QueryResult,
  sql,
} from 'kysely';
import type { LedgerSchema } from './schema.ts';

type Db = Kysely<LedgerSchema>;

/** A query with its values, to be run on a database or in a transaction. */
export type Asked<Row> = (db: Db) => CompiledQuery<Row>;

/** The values of a query, before there are any. */
export type Places<Values> = { [Name in keyof Values]: Expression<Exclude<Values[Name], undefined>> };

class Place {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/**
 * A query that comes with every entry: built and compiled once per open database and set of names, which takes longer than
 * SQLite needs to run it. Only the values change.
 */
export function statement<Values extends object, Row>(
  build: (db: Db, given: Places<Values>) => Compilable<Row>,
): (values: Values) => Asked<Row> {
  const compiled = new WeakMap<object, Map<string, CompiledQuery<Row>>>();
  return (values) => (db) => {
    // One per open database, its transactions included.
    const { adapter } = db.getExecutor();
    const templates = compiled.get(adapter) ?? new Map<string, CompiledQuery<Row>>();
    compiled.set(adapter, templates);
    const names = Object.keys(values).join();
    const template = templates.get(names) ?? build(db, placesOf(values)).compile();
    templates.set(names, template);
    const parameters = template.parameters.map((each) =>
      each instanceof Place ? Reflect.get(values, each.name) : each,
    );
    return { ...template, parameters };
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
  return (await db.executeQuery(asked(db))).rows;
}

/** A connection to a server, which takes several queries at once and answers them in turn. */
export interface Pipeline {
  /** None is run after one that failed; its error is thrown. */
  executeAll(queries: readonly CompiledQuery[]): Promise<readonly QueryResult<unknown>[]>;
}

/** The rows of queries, in their order. */
export type RowsOf<All extends readonly unknown[]> = {
  -readonly [At in keyof All]: All[At] extends Asked<infer Row> | null ? Row[] : never;
};

/** Runs them in this order, until one fails; a server is asked all of them in one go. What is null has no rows. */
export async function together<const All extends ReadonlyArray<Asked<unknown> | null>>(
  db: Db,
  ...asked: All
): Promise<RowsOf<All>> {
  const queries = asked.flatMap((each) => (each === null ? [] : [each(db)]));
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

function isPipeline(connection: object): connection is Pipeline {
  return 'executeAll' in connection;
}
