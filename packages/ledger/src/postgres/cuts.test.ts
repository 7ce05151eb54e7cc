import { Client } from 'pg';
import { describe, expect, it } from 'vitest';
import { cutter } from '../testing/cutter.ts';
import { delivered, upstream, wish } from '../testing/scratch.ts';
import { byHand } from '../testing/store.ts';
import { readAddress } from './address.ts';
import { sessionSettings } from './pool.ts';
import { lockOf } from './write-lock.ts';

/** The nth commit since, in whatever session. */
function nthCommit(n: number, when: 'before' | 'after') {
  let commits = 0;
  return (sent: string) => {
    if (!/\bcommit\b/.test(sent)) return null;
    commits += 1;
    return commits === n ? when : null;
  };
}

describe('a connection that is cut', () => {
  it.each([
    ['preparing and marking as sent', 1],
    ['settling', 2],
  ])(
    'at the commit of %s, with its answer or before it was made: sent once, and settled',
    async (_what, n) => {
      for (const when of ['after', 'before'] as const) {
        const { ledger, path, cut } = await cutter();
        cut.when = nthCommit(n, when);
        const shop = upstream(delivered);
        expect(await ledger.execute(wish(), shop.send)).toMatchObject({ ...delivered, notice: null });
        expect(shop.orders).toHaveLength(1);
        expect(await byHand(path, 'select state from entries')).toEqual([{ state: 'completed' }]);
        const actions = await byHand(path, 'select action from events order by seq');
        expect(actions.map(({ action }) => action)).toEqual(['prepared', 'sent', 'settled']);
        expect(await ledger.verify()).toEqual([]);
      }
    },
  );

  it.each(['after', 'before'] as const)(
    'at the commit of several orders, %s it was made: each is sent once',
    async (when) => {
      const { ledger, cut } = await cutter();
      const second = nthCommit(2, when);
      let commits = 0;
      cut.when = (sent) => {
        if (/\bcommit\b/.test(sent)) commits += 1;
        return second(sent);
      };
      const shop = upstream(delivered);
      const keys = ['k0', 'k1', 'k2', 'k3'];
      const bought = keys.map((idempotencyKey) => ledger.execute(wish({ idempotencyKey }), shop.send));
      for (const entry of await Promise.all(bought)) expect(entry).toMatchObject(delivered);
      expect(shop.orders).toHaveLength(keys.length);
      expect(new Set(shop.orders).size).toBe(keys.length);
      // Three were prepared together; the one that was cut may have been done again.
      expect(commits).toBeLessThan(2 * keys.length);
      expect(await ledger.verify()).toEqual([]);
    },
  );

  it('at a commit, and again while it is asked what became of that: sent once, and settled', async () => {
    const { ledger, cut } = await cutter();
    let isCommitted = false;
    let cuts = 2;
    cut.when = (sent) => {
      if (isCommitted) return cuts-- > 0 ? 'before' : null;
      isCommitted = /\bcommit\b/.test(sent);
      return isCommitted ? 'after' : null;
    };
    const shop = upstream(delivered);
    expect(await ledger.execute(wish(), shop.send)).toMatchObject(delivered);
    expect(shop.orders).toHaveLength(1);
    expect(await ledger.verify()).toEqual([]);
  });

  it('in the middle of reading is read again', async () => {
    const { ledger, cut } = await cutter();
    await ledger.execute(wish(), upstream(delivered).send);
    let cuts = 2;
    cut.when = (sent) => (sent.includes('select') && cuts-- > 0 ? 'after' : null);
    expect(await ledger.verify()).toEqual([]);
    expect(await ledger.list()).toMatchObject({ total: 1 });
  });

  it('before the commit of a write, is tried again', async () => {
    const { ledger, cut } = await cutter();
    let cuts = 3;
    cut.when = (sent) => (sent.includes('insert into') && cuts-- > 0 ? 'before' : null);
    expect(await ledger.execute(wish(), upstream(delivered).send)).toMatchObject(delivered);
    expect(await ledger.verify()).toEqual([]);
  });

  it('by the server while it writes, is tried again', async () => {
    const { ledger, databaseUrl } = await cutter();
    const killer = new Client({ connectionString: databaseUrl.replace(/\?.*/, '') });
    await killer.connect();
    const { lockKey } = readAddress(databaseUrl);
    const holders = `select pg_terminate_backend(pid) from pg_locks
      where locktype = 'advisory' and granted and (classid::bigint << 32 | objid::bigint) = ${lockKey}`;
    let kills = 0;
    const killing = (async () => {
      while (kills < 5) kills += (await killer.query(holders)).rows.length;
    })();
    const shop = upstream(delivered);
    const keys = Array.from({ length: 10 }, (_, number) => `k${number}`);
    const bought = keys.map((idempotencyKey) => ledger.execute(wish({ idempotencyKey }), shop.send));
    const outcomes = await Promise.allSettled(bought);
    await killing;
    await killer.end();
    expect(outcomes.map(({ status }) => status)).toEqual(keys.map(() => 'fulfilled'));
    expect(new Set(shop.orders).size).toBe(keys.length);
    expect(shop.orders).toHaveLength(keys.length);
    expect(await ledger.verify()).toEqual([]);
  });
});

it('who hangs while it writes is cut off before those who waited for it give up', {
  timeout: 20_000,
}, async () => {
  const { ledger, databaseUrl } = await cutter();
  const address = readAddress(databaseUrl, sessionSettings({ busyTimeoutMs: 10_000 }));
  const hung = new Client({ connectionString: address.connectionString });
  const end = new Promise((resolve) => hung.on('error', resolve));
  await hung.connect();
  await hung.query(`begin; ${lockOf(address)}`);
  const bought = ledger.execute(wish(), upstream(delivered).send);
  const waiting = 'select from pg_stat_activity where pg_backend_pid() = any(pg_blocking_pids(pid))';
  await expect.poll(async () => (await hung.query(waiting)).rowCount).toBeGreaterThan(0);
  expect(await bought).toMatchObject({ ...delivered, notice: null });
  expect(await end).toMatchObject({ code: '25P03' });
});
