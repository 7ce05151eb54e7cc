import { DummyDriver, Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely';
import { expect, it } from 'vitest';
import type { LedgerSchema } from './schema.ts';
import { openNodeSqlite } from './sqlite/node-sqlite.ts';
import { kyselyOn } from './sqlite/open-sqlite.ts';
import { type Asked, ask, type Places, statement, together, written } from './statement.ts';

const scratch = () => kyselyOn(openNodeSqlite(':memory:'));

/** The table's turns, in a database of memory. */
async function turns() {
  const db = scratch();
  await db.schema
    .createTable('turns')
    .addColumn('account', 'text', (column) => column.primaryKey())
    .addColumn('paid_off_ms', 'bigint', (column) => column.notNull())
    .execute();
  return db;
}

const insert = statement((db, row: Places<{ account: string; paid_off_ms: number }>) =>
  db.insertInto('turns').values(row),
);
const all = statement((db, _: object) => db.selectFrom('turns').selectAll().orderBy('account'));

it('a statement is built once for each database, and again for other names only', async () => {
  let built = 0;
  const change = statement((db, { of, ...columns }: Places<{ of: string; paid_off_ms?: number }>) => {
    built += 1;
    return db
      .updateTable('turns')
      .set({ account: of, ...columns })
      .where('account', '=', of);
  });
  const db = await turns();
  await ask(db, insert({ account: 'a', paid_off_ms: 1 }));
  for (const paid_off_ms of [2, 3]) await ask(db, change({ of: 'a', paid_off_ms }));
  await db.transaction().execute((trx) => ask(trx, change({ paid_off_ms: 4, of: 'a' })));
  expect(await ask(db, all({}))).toEqual([{ account: 'a', paid_off_ms: 4 }]);
  expect(built).toBe(2);
  await ask(db, change({ of: 'a' }));
  expect(built).toBe(3);
  await ask(await turns(), change({ of: 'a' }));
  expect(built).toBe(4);
  await db.destroy();
});

const change = statement((db, { account, paid_off_ms }: Places<{ account: string; paid_off_ms: number }>) =>
  db.updateTable('turns').set({ paid_off_ms }).where('account', '=', account).returning('account'),
);

it('each has its own rows, and what is left out has none', async () => {
  const db = await turns();
  await ask(db, insert({ account: 'b', paid_off_ms: 1 }));
  const left: Asked<{ account: string }> | null = null;
  const rows = await together(db, all({}), left, all({}));
  expect(rows).toEqual([[{ account: 'b', paid_off_ms: 1 }], [], [{ account: 'b', paid_off_ms: 1 }]]);
  await db.destroy();
});

it('nothing is written after what failed', async () => {
  const db = await turns();
  const twice = insert({ account: 'c', paid_off_ms: 1 });
  const write = db
    .transaction()
    .execute((trx) => written(trx, twice, null, twice, insert({ account: 'd', paid_off_ms: 1 })));
  await expect(write).rejects.toThrow('UNIQUE');
  expect(await ask(db, all({}))).toEqual([]);
  await db.destroy();
});

it('what would tell of rows has to write some, or nothing is written', async () => {
  const db = await turns();
  const [c, d] = [insert({ account: 'c', paid_off_ms: 1 }), change({ account: 'd', paid_off_ms: 1 })];
  const write = (...asked: Asked<unknown>[]) => db.transaction().execute((trx) => written(trx, ...asked));
  await expect(write(c, d)).rejects.toThrow('is not as it was a moment ago');
  expect(await ask(db, all({}))).toEqual([]);
  await write(c, change({ account: 'c', paid_off_ms: 2 }));
  expect(await ask(db, all({}))).toEqual([{ account: 'c', paid_off_ms: 2 }]);
  await db.destroy();
});

it('reads are read, and writes written in a transaction', async () => {
  const db = await turns();
  const e = insert({ account: 'e', paid_off_ms: 1 });
  await expect(together(db, all({}), e)).rejects.toThrow(TypeError);
  await expect(written(db, e)).rejects.toThrow(TypeError);
  await expect(db.transaction().execute((trx) => written(trx, e, all({})))).rejects.toThrow(TypeError);
  expect(await ask(db, all({}))).toEqual([]);
  await db.destroy();
});

it('a server is asked all of it in one go', async () => {
  const flights: string[][] = [];
  class Server extends DummyDriver {
    override async acquireConnection() {
      const connection = await super.acquireConnection();
      return Object.assign(connection, {
        executeAll: async (queries: readonly { sql: string }[]) => {
          flights.push(queries.map(({ sql }) => sql));
          return queries.map(() => ({ rows: [] }));
        },
        send(queries: readonly { sql: string }[]) {
          flights.push(queries.map(({ sql }) => sql));
        },
      });
    }
  }
  const db = new Kysely<LedgerSchema>({
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createDriver: () => new Server(),
      createIntrospector: (kysely) => new SqliteIntrospector(kysely),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
  });
  await together(db, all({}), all({}));
  const e = insert({ account: 'e', paid_off_ms: 1 });
  await db.transaction().execute((trx) => written(trx, e, e));
  const [select, into] = [expect.stringContaining('select'), expect.stringContaining('insert')];
  expect(flights).toEqual([
    [select, select],
    [into, into],
  ]);
});
