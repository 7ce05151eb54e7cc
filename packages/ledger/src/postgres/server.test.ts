import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ScratchPostgres, startPostgres } from '@kamikit/scratch-postgres';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type LedgerSettings, lookAtLedger, openLedger } from '../index.ts';
import { migrations } from '../schema.ts';
import { delivered, scratchFolder, upstream, wish } from '../testing/scratch.ts';
import { isPostgres } from '../testing/store.ts';

// A server of its own: roles and databases are of all of it, and it is ended and started again.
describe.skipIf(!isPostgres)('a server', () => {
  let server: ScratchPostgres;
  let made = 0;

  beforeAll(async () => {
    server = await startPostgres({ isDurable: true });
  });
  afterAll(() => server.remove());

  /** A database of its own, and who may do what with it. */
  async function database() {
    const name = `shop${++made}`;
    await admin(`create database ${name}`);
    const as = (user: string, password = 'secret') => {
      const url = new URL(server.url);
      Object.assign(url, { username: user, password, pathname: `/${name}` });
      return url.href;
    };
    return { name, as, owner: as('owner') };
  }

  async function admin(statements: string, url = server.url) {
    const client = new Client({ connectionString: url });
    await client.connect();
    try {
      return (await client.query(statements)).rows ?? [];
    } finally {
      await client.end();
    }
  }

  async function open(databaseUrl: string, settings: LedgerSettings = {}) {
    const ledger = await openLedger({ databaseUrl, ...settings });
    onTestFinished(() => ledger.close());
    return ledger;
  }

  it('that refuses the password, or has no such database, says so and nothing of the password', async () => {
    const { as } = await database();
    const wrong = await open(as('owner', 'hidden-word')).catch((error) => error);
    expect(wrong).toMatchObject({ code: 'config_invalid', neverSent: true, retryable: false });
    expect(wrong.message).toMatch(
      /^The ledger postgres:\/\/127\.0\.0\.1:\d+\/\w+\?schema=kamikit refused this user or its password\.$/,
    );
    expect(JSON.stringify(wrong)).not.toContain('hidden-word');
    const missing = open(server.url.replace('/postgres', '/nowhere'));
    await expect(missing).rejects.toThrow('is in a database that does not exist');
  });

  it('that is away lets nothing be sent, and says so; once it is back, all goes on', async () => {
    const { owner } = await database();
    const ledger = await open(owner, { busyTimeoutMs: 300 });
    await ledger.execute(wish({ idempotencyKey: 'before' }), upstream(delivered).send);
    await server.halt();
    const shop = upstream(delivered);
    const away = await ledger.execute(wish(), shop.send).catch((error) => error);
    await server.start();
    expect(away).toMatchObject({ code: 'config_invalid', neverSent: true, retryable: true });
    expect(away.message).toContain('cannot be reached');
    expect(shop.orders).toEqual([]);
    expect(await ledger.execute(wish(), shop.send)).toMatchObject(delivered);
    expect(await ledger.find('purchase', 'before')).toMatchObject({ state: 'completed' });
  });

  it('that crashes while orders are under way has lost none of those that were sent', async () => {
    const { owner } = await database();
    // However long a busy machine takes to start it again.
    const ledger = await open(owner, { busyTimeoutMs: 50_000 });
    const shop = upstream(delivered);
    let crash: Promise<void> | undefined;
    const keys = Array.from({ length: 12 }, (_, number) => `k${number}`);
    const bought = keys.map((idempotencyKey, number) =>
      ledger.execute(wish({ idempotencyKey }), (entry) => {
        if (number === 3) crash = server.crash();
        return shop.send(entry);
      }),
    );
    await Promise.allSettled(bought);
    await crash;
    const states = await Promise.all(shop.orders.map(async (id) => (await ledger.get(id))?.state));
    expect(new Set(states)).toEqual(new Set(['completed']));
    expect(new Set(shop.orders).size).toBe(shop.orders.length);
    expect(await ledger.verify()).toEqual([]);
  });

  it('on which commits need not be durable by default makes those of a ledger durable', async () => {
    const { as, owner, name } = await database();
    await admin(`create role hasty login password 'secret'; alter role hasty set synchronous_commit = off; alter role hasty set statement_timeout = 1;
      alter database ${name} set synchronous_commit = off;
      alter database ${name} owner to hasty`);
    const ledger = await open(as('hasty'));
    await admin('create table public.seen (setting text); grant insert on public.seen to hasty', owner);
    const body =
      "begin insert into public.seen values (current_setting('synchronous_commit')); return null; end";
    await admin(`create function see() returns trigger language plpgsql as $$ ${body} $$`, owner);
    await admin(
      'create trigger see after insert on kamikit.events for each row execute function see()',
      owner,
    );
    await ledger.execute(wish(), upstream(delivered).send);
    const during = await admin('select distinct setting from public.seen', owner);
    expect(during).toEqual([{ setting: 'on' }]);
  });

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

  it('of a newer version is neither written nor read by this one', async () => {
    const { owner } = await database();
    const running = await open(owner);
    await admin('update kamikit.schema_version set version = 999', owner);
    const shop = upstream(delivered);
    await expect(running.execute(wish(), shop.send)).rejects.toThrow('was written by a newer version');
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

  it('that holds back an answer is not waited for without end', async () => {
    const { owner } = await database();
    const ledger = await open(owner, { busyTimeoutMs: 200 });
    const holder = new Client({ connectionString: owner });
    await holder.connect();
    await holder.query('begin; lock table kamikit.events in access exclusive mode');
    const shop = upstream(delivered);
    const refused = await ledger.execute(wish(), shop.send).catch((error) => error);
    expect(refused).toMatchObject({ code: 'config_invalid', neverSent: true, retryable: true });
    expect(refused.message).toContain('is locked by another process');
    await holder.query('rollback');
    await holder.end();
    expect(await ledger.execute(wish(), shop.send)).toMatchObject(delivered);
    expect(shop.orders).toHaveLength(1);
  });

  it('is looked at without changing anything', async () => {
    const { owner } = await database();
    const integrity = { folder: scratchFolder() };
    const none = { entries: 0, unknown: 0, found: [], suspensions: [], isOlder: true, isOpenToOthers: false };
    expect(await lookAtLedger({ databaseUrl: owner, integrity })).toEqual(none);
    expect(await admin("select to_regnamespace('kamikit') as name", owner)).toEqual([{ name: null }]);
    await (await open(owner, { integrity })).execute(wish(), upstream(delivered).send);
    expect(await lookAtLedger({ databaseUrl: owner, integrity })).toEqual({
      ...none,
      entries: 1,
      isOlder: false,
    });
    await admin("update kamikit.entries set amount = '1'", owner);
    expect((await lookAtLedger({ databaseUrl: owner, integrity })).found).toHaveLength(1);
  });

  it('shared by a machine with another key is read by that one, and not written', async () => {
    const { owner } = await database();
    const [first, other] = [scratchFolder(), scratchFolder()];
    const writing = await open(owner, { integrity: { folder: first } });
    await writing.execute(wish({ idempotencyKey: 'kept' }), upstream(delivered).send);
    const shop = upstream(delivered);
    const stranger = await open(owner, { integrity: { folder: other } });
    const refused = await stranger.execute(wish(), shop.send).catch((error) => error);
    expect(refused).toMatchObject({ code: 'suspended', neverSent: true });
    expect(refused.hint).toContain('needs the same ledger.key');
    expect(await stranger.find('purchase', 'kept')).toMatchObject({ state: 'completed' });
    copyFileSync(join(first, 'ledger.key'), join(other, 'ledger.key'));
    const joined = await open(owner, { integrity: { folder: other } });
    expect(await joined.execute(wish(), shop.send)).toMatchObject(delivered);
    expect(await writing.execute(wish({ idempotencyKey: 'more' }), shop.send)).toMatchObject(delivered);
    expect([await joined.verify(), await writing.verify()]).toEqual([[], []]);
  });

  it('restored from a backup spends nothing on any machine that has seen more', async () => {
    const { owner, name } = await database();
    const integrity = { folder: scratchFolder() };
    const before = await openLedger({ databaseUrl: owner, integrity });
    await before.execute(wish({ idempotencyKey: 'kept' }), upstream(delivered).send);
    await before.close();
    await admin(`create database ${name}_backup template ${name}`);
    const lost = await openLedger({ databaseUrl: owner, integrity });
    await lost.execute(wish({ idempotencyKey: 'lost' }), upstream(delivered).send);
    await lost.close();
    await admin(`drop database ${name}`);
    await admin(`alter database ${name}_backup rename to ${name}`);
    const restored = await open(owner, { integrity });
    const shop = upstream(delivered);
    await expect(restored.execute(wish({ idempotencyKey: 'lost' }), shop.send)).rejects.toThrow(
      'gone back in time: its last 3 events are missing',
    );
    expect(shop.orders).toEqual([]);
    await restored.acceptHistory();
    expect(await restored.execute(wish(), shop.send)).toMatchObject(delivered);
  });

  it('whose clock differs from that of a machine decides what time it is', async () => {
    const { owner } = await database();
    const ledger = await open(owner);
    const [{ ms }] = await admin(
      'select (extract(epoch from clock_timestamp()) * 1000)::float8 as ms',
      owner,
    );
    const { created_at } = await ledger.execute(wish(), upstream(delivered).send);
    expect(Date.parse(created_at)).toBeGreaterThanOrEqual(Math.floor(ms / 1000) * 1000);
  });
});
