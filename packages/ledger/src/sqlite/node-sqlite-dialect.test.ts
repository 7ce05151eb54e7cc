import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { openNodeSqlite } from './node-sqlite.ts';
import { kyselyOn } from './open-sqlite.ts';

it('a change tells how many rows it has changed, and gives those that it is asked for', async () => {
  const db = kyselyOn(openNodeSqlite(':memory:'));
  await sql`create table turns (account text, paid_off_ms bigint)`.execute(db);
  for (const account of ['a', 'b'])
    await db.insertInto('turns').values({ account, paid_off_ms: 1 }).execute();
  const [changed] = await db.updateTable('turns').set({ paid_off_ms: 2 }).execute();
  expect(changed?.numUpdatedRows).toBe(2n);
  const rows = await db.updateTable('turns').set({ paid_off_ms: 3 }).returning('account').execute();
  expect(rows).toEqual([{ account: 'a' }, { account: 'b' }]);
  await db.destroy();
});

it('what failed is rolled back, once', async () => {
  const db = kyselyOn(openNodeSqlite(':memory:'));
  await sql`create table turns (account text, paid_off_ms bigint)`.execute(db);
  for (const isRolledBack of [false, true]) {
    const failing = db.transaction().execute(async (trx) => {
      await trx.insertInto('turns').values({ account: 'a', paid_off_ms: 1 }).execute();
      if (isRolledBack) await sql`rollback`.execute(trx);
      throw new Error('the reason');
    });
    await expect(failing).rejects.toThrow('the reason');
    expect(await db.selectFrom('turns').selectAll().execute()).toEqual([]);
  }
  await db.destroy();
});
