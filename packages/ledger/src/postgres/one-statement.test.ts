import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from 'kysely';
import { expect, it } from 'vitest';
import type { LedgerSchema } from '../schema.ts';
import { type Places, statement } from '../statement.ts';
import { oneStatement, oneWrite } from './one-statement.ts';

const db = new Kysely<LedgerSchema>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (kysely) => new PostgresIntrospector(kysely),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
});
const one = statement((_, { account, ms }: Places<{ account: string; ms: number }>) =>
  db.selectFrom('turns').select('account').where('account', '=', account).where('paid_off_ms', '>', ms),
)({ account: 'a', ms: 1 })(db);
const insert = statement((_, row: Places<{ account: string; paid_off_ms: number }>) =>
  db.insertInto('turns').values(row),
)({ account: 'b', paid_off_ms: 2 })(db);
const remove = statement((_, { account }: Places<{ account: string }>) =>
  db.deleteFrom('turns').where('account', '=', account).returning('account'),
)({ account: 'c' })(db);

it('values keep their places, though others come before them', () => {
  const { sql, parameters } = oneStatement([one, one]);
  expect(sql).toMatch(/"account" = \$1 and "paid_off_ms" > \$2.*"account" = \$3 and "paid_off_ms" > \$4/);
  expect(parameters).toEqual(['a', 1, 'a', 1]);
});

it('what writes comes first, and has rows where it tells of some', () => {
  expect(oneStatement([insert, one, remove])).toEqual({
    sql: [
      'with w0 as (insert into "turns" ("account", "paid_off_ms") values ($1, $2)),',
      'w2 as (delete from "turns" where "account" = $5 returning "account")',
      `select '[]'::json as "0",`,
      `(select coalesce(json_agg(r), '[]') from (select "account" from "turns" where "account" = $3 and "paid_off_ms" > $4) r) as "1",`,
      `(select coalesce(json_agg(r), '[]') from w2 r) as "2"`,
    ].join(' '),
    parameters: ['b', 2, 'a', 1, 'c'],
  });
});

it('what has to tell of rows fails without any', () => {
  const { sql } = oneWrite([insert, remove]);
  expect(sql).toContain('select null as "0", (select 1 / count(*) from w1) as "1"');
});

it('what was composed once is kept', () => {
  expect(oneStatement([insert, one]).sql).toBe(oneStatement([insert, one]).sql);
});
