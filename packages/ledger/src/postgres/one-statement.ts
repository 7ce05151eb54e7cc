import type { CompiledQuery } from 'kysely';
import { tellsOfRows } from '../statement.ts';

/** Queries made one, as what a server does for each statement costs more than most of them do. */
export interface OneStatement {
  /** Its row has a column for each of the queries, by its number, which holds the rows of that as JSON. */
  sql: string;
  parameters: readonly unknown[];
}

/** None of the queries sees what another one writes. */
export const oneStatement = composer(rowsOf);

/** The same for queries that write, of which each that would tell of rows has to write some: else it fails with `DIVISION_BY_ZERO`. */
export const oneWrite = composer(assertSome);

// https://www.postgresql.org/docs/18/errcodes-appendix.html
export const DIVISION_BY_ZERO = '22012';

/** What stands for a query, of which there is this to select from. */
type Column = (query: CompiledQuery, from: string) => string;

function rowsOf(query: CompiledQuery, from: string): string {
  return isWrite(query) && !tellsOfRows(query)
    ? "'[]'::json"
    : `(select coalesce(json_agg(r), '[]') from ${from} r)`;
}

function assertSome(query: CompiledQuery, from: string): string {
  return tellsOfRows(query) ? `(select 1 / count(*) from ${from})` : 'null';
}

/** Keeps what it has composed: there are only so many queries that go together. */
function composer(column: Column): (queries: readonly CompiledQuery[]) => OneStatement {
  const composed = new Map<string, string>();
  return (queries) => {
    const key = queries.map(({ sql }) => sql).join(';');
    const sql = composed.get(key) ?? compose(queries, column);
    composed.set(key, sql);
    return { sql, parameters: queries.flatMap(({ parameters }) => parameters) };
  };
}

function compose(queries: readonly CompiledQuery[], column: Column): string {
  const writes: string[] = [];
  const columns: string[] = [];
  let before = 0;
  for (const [at, query] of queries.entries()) {
    const first = before;
    // All that is not written in our code is a parameter: where there is a dollar sign, there is a number.
    const text = query.sql.replace(/\$(\d+)/g, (_, number) => `$${first + Number(number)}`);
    before += query.parameters.length;
    if (isWrite(query)) writes.push(`w${at} as (${text})`);
    columns.push(`${column(query, isWrite(query) ? `w${at}` : `(${text})`)} as "${at}"`);
  }
  return `${writes.length > 0 ? `with ${writes.join(', ')} ` : ''}select ${columns.join(', ')}`;
}

function isWrite({ query: { kind } }: CompiledQuery): boolean {
  return kind !== 'SelectQueryNode';
}
