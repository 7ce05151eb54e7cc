import type { CompiledQuery } from 'kysely';
import { tellsOfRows } from '../statement.ts';

/** Queries made one: what a server does for each statement costs more than running most of them. */
export interface OneStatement {
  sql: string;
  parameters: readonly unknown[];
}

/** Its row has a column for each of these queries, by its number, which holds the rows of that as JSON. */
export const oneStatement = composer((texts) => {
  const columns = texts.map((text, at) => `(select coalesce(json_agg(r), '[]') from (${text}) r) as "${at}"`);
  return `select ${columns.join(', ')}`;
});

/** None of these sees what another one writes. Where one would tell of rows and wrote none, all fail by `DIVISION_BY_ZERO`. */
export const oneWrite = composer((texts, queries) => {
  const writes = texts.map((text, at) => `w${at} as (${text})`);
  const some = queries.flatMap((query, at) =>
    tellsOfRows(query) ? `(select 1 / count(*) from w${at})` : [],
  );
  return `with ${writes.join(', ')} select ${some.join(', ') || 'null'}`;
});

// https://www.postgresql.org/docs/18/errcodes-appendix.html
export const DIVISION_BY_ZERO = '22012';

/** Keeps what it has composed: there are only so many queries that go together. */
function composer(compose: (texts: readonly string[], queries: readonly CompiledQuery[]) => string) {
  const composed = new Map<string, string>();
  return (queries: readonly CompiledQuery[]): OneStatement => {
    const key = queries.map(({ sql }) => sql).join(';');
    const sql = composed.get(key) ?? compose(numberedOn(queries), queries);
    composed.set(key, sql);
    return { sql, parameters: queries.flatMap(({ parameters }) => parameters) };
  };
}

/** Their texts, with the places of each behind those of the ones before. */
function numberedOn(queries: readonly CompiledQuery[]): string[] {
  let next = 0;
  return queries.map(({ sql, parameters }) => {
    const before = next;
    next += parameters.length;
    // Where there is a dollar sign, there is a place: no constant has one.
    return sql.replace(/\$(\d+)/g, (_, number) => `$${before + Number(number)}`);
  });
}
