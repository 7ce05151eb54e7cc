import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { describe, expect, it } from 'vitest';
import { lookAtLedger, openLedger } from '../index.ts';
import { ownServer } from '../testing/own-server.ts';
import { delivered, scratchFolder, upstream, wish } from '../testing/scratch.ts';
import { isPostgres } from '../testing/store.ts';

describe.skipIf(!isPostgres)('a server', () => {
  const { server, database, admin, open } = ownServer();

  it('that refuses the password, or has no such database, says so and nothing of the password', async () => {
    const { as } = await database();
    const wrong = await open(as('owner', 'hidden-word')).catch((error) => error);
    expect(wrong).toMatchObject({ code: 'config_invalid', neverSent: true, retryable: false });
    expect(wrong.message).toMatch(
      /^The ledger postgres:\/\/127\.0\.0\.1:\d+\/\w+\?schema=kamikit refused this user or its password\.$/,
    );
    expect(JSON.stringify(wrong)).not.toContain('hidden-word');
    const nowhere = server().url.replace('/postgres', '/nowhere');
    await expect(open(nowhere)).rejects.toThrow('is in a database that does not exist');
    const looked = lookAtLedger({ databaseUrl: nowhere, integrity: { folder: scratchFolder() } });
    await expect(looked).rejects.toMatchObject({ code: 'config_invalid', neverSent: true });
  });

  it('whose database cannot hold every character is refused, as what was paid for could not be kept', async () => {
    const { owner } = await database("encoding 'LATIN1' template template0 locale_provider libc locale 'C'");
    await expect(open(owner)).rejects.toMatchObject({
      ...{ code: 'config_invalid', neverSent: true, retryable: false },
      message: expect.stringContaining('a database whose encoding is LATIN1'),
    });
    const { owner: unencoded } = await database(
      "encoding 'SQL_ASCII' template template0 locale_provider libc locale 'C'",
    );
    const ledger = await open(unencoded);
    const cards = ['卡密-1 😀'];
    const { id } = await ledger.execute(wish(), upstream({ ...delivered, result: { cards } }).send);
    expect(await ledger.get(id)).toMatchObject({ result: { cards } });
  });

  it('that is away lets nothing be sent, and says so; once it is back, all goes on', async () => {
    const { owner } = await database();
    const ledger = await open(owner, { busyTimeoutMs: 300 });
    await ledger.execute(wish({ idempotencyKey: 'before' }), upstream(delivered).send);
    await server().halt();
    const shop = upstream(delivered);
    const away = await ledger.execute(wish(), shop.send).catch((error) => error);
    await server().start();
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
        if (number === 3) crash = server().crash();
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

  it('that is made read-only lets nothing be sent, and says so; once it is not, all goes on', async () => {
    const { owner, name } = await database();
    await (await openLedger({ databaseUrl: owner })).close();
    await admin(`alter database ${name} set default_transaction_read_only = on`);
    const ledger = await open(owner, { busyTimeoutMs: 300 });
    const shop = upstream(delivered);
    const refused = await ledger.execute(wish(), shop.send).catch((error) => error);
    expect(refused).toMatchObject({ code: 'config_invalid', neverSent: true, retryable: true });
    expect(refused.message).toContain('can only be read');
    expect(shop.orders).toEqual([]);
    expect(await ledger.list()).toMatchObject({ total: 0 });
    await admin(`alter database ${name} reset default_transaction_read_only`);
    expect(await ledger.execute(wish(), shop.send)).toMatchObject(delivered);
    expect(shop.orders).toHaveLength(1);
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
    const none = {
      version: 'none',
      entries: 0,
      unknown: 0,
      found: [],
      suspensions: [],
      isOpenToOthers: false,
    };
    expect(await lookAtLedger({ databaseUrl: owner, integrity })).toEqual(none);
    expect(await admin("select to_regnamespace('kamikit') as name", owner)).toEqual([{ name: null }]);
    await (await open(owner, { integrity })).execute(wish(), upstream(delivered).send);
    expect(await lookAtLedger({ databaseUrl: owner, integrity })).toEqual({
      ...none,
      entries: 1,
      version: 'current',
    });
    await admin("update kamikit.entries set amount = '1'", owner);
    expect((await lookAtLedger({ databaseUrl: owner, integrity })).found).toHaveLength(1);
  });

  it('in which nothing is left of a ledger that was there is said to have lost it', async () => {
    const { owner } = await database();
    const integrity = { folder: scratchFolder() };
    await (await open(owner, { integrity })).execute(wish(), upstream(delivered).send);
    await admin('drop schema kamikit cascade', owner);
    const { found } = await lookAtLedger({ databaseUrl: owner, integrity });
    expect(found).toEqual([{ entryId: null, what: expect.stringMatching(/has vanished: it held 3 events/) }]);
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
