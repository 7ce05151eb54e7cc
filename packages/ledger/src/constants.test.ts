import type { Kysely } from 'kysely';
import { expect, it } from 'vitest';
import type { LedgerSchema } from './schema.ts';
import { openNodeSqlite } from './sqlite/node-sqlite.ts';
import { kyselyOn } from './sqlite/open-sqlite.ts';
import { type Places, statement } from './statement.ts';

const db: Kysely<LedgerSchema> = kyselyOn(openNodeSqlite(':memory:'));

it('what is always the same stands in the text, and what is not is a parameter', () => {
  const asked = statement((built, { kind, sinceMs }: Places<{ kind: string; sinceMs: number }>) =>
    built
      .selectFrom('entries')
      .select('id')
      .where('kind', '=', kind)
      .where('created_ms', '>', sinceMs)
      .where('state', 'in', ['sent', 'prepared'])
      .where('cards', '=', 0)
      .where('reference', 'is not', null)
      .where('advice', '!=', "it's so?")
      .limit(1),
  );
  const { sql, parameters } = asked({ sinceMs: 7, kind: 'purchase' })(db);
  expect(sql).toBe(
    `select "id" from "entries" where "kind" = ? and "created_ms" > ? and "state" in ('sent', 'prepared') and "cards" = 0 and "reference" is not null and "advice" != 'it''s so?' limit 1`,
  );
  expect(parameters).toEqual(['purchase', 7]);
});

it('a constant that reads like a place is refused', () => {
  const asked = statement((built, _: object) =>
    built.selectFrom('entries').select('id').where('kind', 'in', ['costs $1']),
  );
  expect(() => asked({})(db)).toThrow('no constant of a query: costs $1');
});
