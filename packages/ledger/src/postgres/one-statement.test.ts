import { expect, it } from 'vitest';
import { type Places, statement } from '../statement.ts';
import { unconnected as db } from '../testing/unconnected.ts';
import { oneStatement, oneWrite } from './one-statement.ts';

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

it('what is read is one row, with a column for the rows of each', () => {
  expect(oneStatement([one, one]).sql).toBe(
    [
      `select (select coalesce(json_agg(r), '[]') from (select "account" from "turns" where "account" = $1 and "paid_off_ms" > $2) r) as "0",`,
      `(select coalesce(json_agg(r), '[]') from (select "account" from "turns" where "account" = $3 and "paid_off_ms" > $4) r) as "1"`,
    ].join(' '),
  );
});

it('of what is written, that which would tell of rows fails without any', () => {
  expect(oneWrite([insert, remove])).toEqual({
    sql: [
      'with w0 as (insert into "turns" ("account", "paid_off_ms") values ($1, $2)),',
      'w1 as (delete from "turns" where "account" = $3 returning "account")',
      'select (select 1 / count(*) from w1)',
    ].join(' '),
    parameters: ['b', 2, 'c'],
  });
  expect(oneWrite([insert]).sql).toMatch(/^with w0 as \(.*\) select null$/);
});
