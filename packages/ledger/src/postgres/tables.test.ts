import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { openLedger } from '../index.ts';
import { migrations } from '../migrations/in-order.ts';
import { ownServer } from '../testing/own-server.ts';
import { delivered, upstream, wish } from '../testing/scratch.ts';
import { isPostgres } from '../testing/store.ts';

describe.skipIf(!isPostgres)('a server', () => {
  const { database, admin, open } = ownServer();

  it('is asked by one of many that start at once to make the tables', async () => {
    const { owner } = await database();
    const ledgers = await Promise.all(Array.from({ length: 6 }, () => open(owner)));
    const bought = ledgers.map((ledger, number) =>
      ledger.execute(wish({ idempotencyKey: `k${number}` }), upstream(delivered).send),
    );
    expect((await Promise.all(bought)).every(({ state }) => state === 'completed')).toBe(true);
    expect(await admin('select version from kamikit.schema_version', owner)).toEqual([
      { version: migrations.length },
    ]);
    expect(await admin('select count(*)::int as count from kamikit.identity', owner)).toEqual([{ count: 1 }]);
  });

  it('of a newer version is not written, nor opened by this one', async () => {
    const { owner } = await database();
    const running = await open(owner);
    const { id } = await running.execute(wish({ idempotencyKey: 'before' }), upstream(delivered).send);
    for (const table of ['events', 'entries'])
      await admin(`alter table kamikit.${table} add column newer text`, owner);
    await admin('update kamikit.schema_version set version = 999', owner);
    const shop = upstream(delivered);
    await expect(running.execute(wish(), shop.send)).rejects.toThrow('was written by a newer version');
    // Until it is replaced.
    expect(await running.get(id)).toMatchObject({ id, state: 'completed' });
    expect(await running.lastEventSeq()).toBe(3);
    await expect(running.assertVersion()).rejects.toThrow('was written by a newer version');
    await expect(open(owner)).rejects.toThrow('was written by a newer version');
    expect(shop.orders).toEqual([]);
  });

  it('orders and compares ids by their bytes, whatever its language', async () => {
    const { owner } = await database();
    await open(owner);
    const others = await admin(
      `select attname from pg_attribute join pg_class c on c.oid = attrelid where relnamespace = 'kamikit'::regnamespace
       and relkind = 'r' and attnum > 0 and atttypid = 'text'::regtype and attcollation <> '"C"'::regcollation`,
      owner,
    );
    expect(others).toEqual([]);
  });

  it('holds what no index of it could, and characters that it does not have', async () => {
    const { owner } = await database();
    const ledger = await open(owner);
    const long = 'é'.repeat(9_000).replace(/./g, (letter, at) => `${letter}${(at * 7919) % 9973}`);
    const odd = `a\0b\ud800${'😀'}`;
    const shop = upstream({ ...delivered, reference: long, result: { cards: [odd] }, advice: odd });
    const entry = await ledger.execute(wish({ idempotencyKey: odd, request: { odd } }), shop.send);
    expect(entry).toMatchObject({
      state: 'completed',
      notice: null,
      reference: long,
      result: { cards: [odd] },
    });
    expect(await ledger.execute(wish({ idempotencyKey: odd, request: { odd } }), shop.send)).toMatchObject({
      id: entry.id,
    });
    expect(await ledger.findByReference('purchase', long)).toMatchObject({ id: entry.id });
    const waiting = await ledger.prepare(wish({ idempotencyKey: 'asked', approval: { quote: {} } }));
    await ledger.decline(waiting.entry.id, { by: 'me', reason: long });
    expect(shop.orders).toHaveLength(1);
    expect(await ledger.verify()).toEqual([]);
  });

  describe('with roles of least privileges:', () => {
    // As the document says it, so that it cannot lack a table.
    const file = new URL('../../../../docs/postgresql.md', import.meta.url);
    const [, document = ''] = /^```sql\n(.*?)^```/ms.exec(readFileSync(file, 'utf8')) ?? [];
    const [creating = '', granting = ''] = document.split(/^--.*$/m);

    it('one that owns no table works, and can neither change nor delete what has happened', async () => {
      const { owner, as } = await database();
      await admin(creating, owner);
      await admin(
        "alter role kamikit_owner password 'secret'; alter role kamikit_worker password 'secret'",
        owner,
      );
      await (await openLedger({ databaseUrl: as('kamikit_owner') })).close();
      await admin(granting, as('kamikit_owner'));
      const ledger = await open(as('kamikit_worker'));
      expect(await ledger.execute(wish(), upstream(delivered).send)).toMatchObject(delivered);
      await ledger.stop('me');
      await ledger.liftStop('me');
      const changeable = await admin(
        "select tablename from pg_tables where schemaname = 'kamikit' and not has_table_privilege('kamikit_worker', schemaname || '.' || tablename, 'update') order by 1",
        owner,
      );
      expect(changeable.map(({ tablename }) => tablename)).toEqual(['events', 'identity', 'schema_version']);
      for (const forbidden of [
        "update kamikit.events set who = ''",
        'delete from kamikit.entries',
        'truncate kamikit.events',
        'drop table kamikit.events',
      ])
        await expect(admin(forbidden, as('kamikit_worker'))).rejects.toMatchObject({ code: '42501' });
      expect(await ledger.verify()).toEqual([]);
    });

    it('one that may only read is told what is missing, and nothing is sent', async () => {
      const { owner, as } = await database();
      await (await openLedger({ databaseUrl: owner })).close();
      await admin(
        "create role reader login password 'secret'; grant usage on schema kamikit to reader; grant select on all tables in schema kamikit to reader",
        owner,
      );
      const ledger = await open(as('reader'));
      const shop = upstream(delivered);
      const refused = await ledger.execute(wish(), shop.send).catch((error) => error);
      expect(refused).toMatchObject({ code: 'config_invalid', neverSent: true });
      expect(refused.message).toContain('allows this user too little');
      expect(refused.hint).toContain('docs/postgresql.md');
      expect(shop.orders).toEqual([]);
      expect(await ledger.list()).toMatchObject({ total: 0 });
      await admin('drop owned by reader; drop role reader', owner);
    });
  });
});
