import { describe, expect, it } from 'vitest';
import { ownServer } from '../testing/own-server.ts';
import { delivered, upstream, wish } from '../testing/scratch.ts';
import { isPostgres } from '../testing/store.ts';

const PATIENCE = { timeout: 10_000 };

describe.skipIf(!isPostgres)('a server whose synchronous standby is away', () => {
  const { server, database, admin, open } = ownServer();

  /** The sessions whose commits wait for the standby. */
  const waiting = (program: string) =>
    admin(
      `select pid from pg_stat_activity where wait_event = 'SyncRep' and application_name like '${program}'`,
    );

  async function standbys(names: string): Promise<void> {
    await admin(`alter system set synchronous_standby_names = '${names}'`);
    await admin('select pg_reload_conf()');
  }

  it('lets nothing be sent, also where a session that waits for it is ended', async () => {
    await admin('alter system set wal_level = replica');
    await admin('alter system set max_wal_senders = 2');
    await server().restart();
    const { owner } = await database();
    const ledger = await open(owner);
    await standbys('away');
    const probe = admin('create table public.probe ()', owner);
    await expect.poll(() => waiting('%'), PATIENCE).toHaveLength(1);

    const shop = upstream(delivered);
    const order = ledger.execute(wish(), shop.send);
    await expect.poll(() => waiting('kamikit'), PATIENCE).toHaveLength(1);
    const [first] = await waiting('kamikit');
    await admin(`select pg_terminate_backend(${first?.pid})`);
    // It is asked then whether that commit was made.
    await expect
      .poll(async () => (await waiting('kamikit')).filter(({ pid }) => pid !== first?.pid), PATIENCE)
      .toHaveLength(1);
    expect(shop.orders).toEqual([]);

    await standbys('');
    await probe;
    expect(await order).toMatchObject({ ...delivered, notice: null });
    expect(shop.orders).toHaveLength(1);
    expect(await ledger.verify()).toEqual([]);
  });
});
