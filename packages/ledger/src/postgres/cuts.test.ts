import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { parseMoney } from '@kamikit/core';
import { Client } from 'pg';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type LedgerSettings, openLedger } from '../index.ts';
import { delivered, scratchFolder, upstream, wish } from '../testing/scratch.ts';
import { byHand, placeAt } from '../testing/store.ts';
import { thisUser } from '../this-user.ts';
import { readAddress } from './address.ts';

/** Stands between a ledger and its server, and cuts what passes, once it is told to. */
async function cutter(settings: LedgerSettings = {}) {
  const path = scratchFolder();
  const { databaseUrl = '' } = await placeAt(path);
  const server = new URL(databaseUrl);
  const cut = { when: (_sent: string): 'before' | 'after' | null => null };
  const sockets = new Set<Socket>();
  const proxy = createServer((client) => {
    const upstreamSocket = connect(Number(server.port), server.hostname);
    let isCut = false;
    const end = () => {
      client.resetAndDestroy();
      upstreamSocket.destroy();
    };
    for (const socket of [client, upstreamSocket]) {
      sockets.add(socket);
      socket.on('error', end);
      socket.on('close', end);
    }
    client.on('data', (data) => {
      const when = cut.when(data.toString('latin1'));
      if (when === 'before') return end();
      if (when === 'after') isCut = true;
      upstreamSocket.write(data);
    });
    // What the server answers from then on reaches nobody.
    upstreamSocket.on('data', (data) => (isCut ? end() : client.write(data)));
  }).listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    proxy.close();
  });
  const address = proxy.address();
  if (typeof address === 'string' || address === null) throw new TypeError('no port');
  const through = new URL(databaseUrl);
  through.port = `${address.port}`;
  const ledger = await openLedger({ databaseUrl: through.href, ...settings });
  onTestFinished(() => ledger.close());
  return { ledger, path, cut, databaseUrl };
}

/** The first commit since, and everything after it. */
function fromCommit(when: 'before' | 'after') {
  let isCut = false;
  return (sent: string) => {
    if (isCut) return 'before';
    isCut = /\bcommit\b/.test(sent);
    return isCut ? when : null;
  };
}

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

  /** Whose commit was made, and nobody could tell it of that. */
  async function unanswered(settings: LedgerSettings = {}, asked = wish()) {
    const opened = await cutter({ ...settings, busyTimeoutMs: 300 });
    const { ledger, cut } = opened;
    cut.when = fromCommit('after');
    const shop = upstream(delivered);
    await expect(ledger.execute(asked, shop.send)).rejects.toMatchObject({
      ...{ code: 'config_invalid', neverSent: true, retryable: true },
    });
    expect(shop.orders).toEqual([]);
    return { ...opened, shop };
  }

  it('at a commit, and for good then: nothing is sent, and its key is free once the server is there again', async () => {
    const { ledger, path, cut, shop } = await unanswered();
    await expect(ledger.execute(wish(), shop.send)).rejects.toMatchObject({ code: 'config_invalid' });
    cut.when = () => null;
    expect(await byHand(path, 'select state from entries')).toEqual([{ state: 'sent' }]);
    expect(await ledger.replay(wish())).toBeNull();
    expect(await ledger.execute(wish(), shop.send)).toMatchObject(delivered);
    expect(shop.orders).toHaveLength(1);
    const entries = 'select state, never_sent from entries order by created_ms';
    expect(await byHand(path, entries)).toEqual([
      { state: 'refused', never_sent: 1 },
      { state: 'completed', never_sent: 0 },
    ]);
    expect(await ledger.verify()).toEqual([]);
  });

  it('and neither does what was not sent count, though nobody asks for it again', async () => {
    const { ledger, cut, shop } = await unanswered({ dailyBudget: parseMoney(20) });
    cut.when = () => null;
    const other = wish({ idempotencyKey: 'another', amount: parseMoney(20) });
    expect(await ledger.execute(other, shop.send)).toMatchObject(delivered);
    expect(shop.orders).toHaveLength(1);
    let commits = 0;
    cut.when = (sent) => {
      if (/\bcommit\b/.test(sent)) commits += 1;
      return null;
    };
    // Once is enough.
    await ledger.budget();
    expect(commits).toBe(0);
  });

  it('and what another process took for sent meanwhile is put right', async () => {
    const { ledger, path, databaseUrl, cut } = await unanswered({ leaseMs: 1 });
    const other = await openLedger({ databaseUrl });
    onTestFinished(() => other.close());
    await other.recover();
    expect(await byHand(path, 'select state from entries')).toEqual([{ state: 'unknown' }]);
    cut.when = () => null;
    await ledger.recover();
    expect(await byHand(path, 'select state, never_sent from entries')).toEqual([
      { state: 'refused', never_sent: 1 },
    ]);
  });

  it('and what somebody else holds by then is left to them', async () => {
    const { ledger, path, cut } = await unanswered();
    cut.when = () => null;
    await byHand(path, `update entries set owner_token = 'another', owner_host = 'elsewhere'`);
    await ledger.recover();
    expect(await byHand(path, 'select state from entries')).toEqual([{ state: 'sent' }]);
  });

  it('and what awaits its owner goes on doing so, and is sent by whoever hears their word', async () => {
    const approval = { quote: {}, validMs: 60_000 };
    const { ledger, path, databaseUrl, cut } = await unanswered({}, wish({ approval }));
    const other = await openLedger({ databaseUrl });
    onTestFinished(() => other.close());
    const [row] = await byHand(path, 'select id, state from entries');
    expect(row?.state).toBe('awaiting_approval');
    await other.approve(String(row?.id), { by: 'owner' });
    cut.when = () => null;
    await ledger.recover();
    expect(await other.markSent(String(row?.id))).toMatchObject({ state: 'sent' });
  });

  it('as it was only prepared: may still be sent by whoever finds it', async () => {
    const { ledger, path, cut } = await cutter({ busyTimeoutMs: 300 });
    cut.when = fromCommit('after');
    await expect(ledger.prepare(wish())).rejects.toMatchObject({ code: 'config_invalid' });
    cut.when = () => null;
    const { entry } = await ledger.prepare(wish());
    expect(await ledger.markSent(entry.id)).toMatchObject({ state: 'sent' });
    await ledger.recover();
    expect(await byHand(path, 'select state from entries')).toEqual([{ state: 'sent' }]);
  });

  it('and what is asked for under its key, while it is on its way, gives nothing of it up', async () => {
    const { ledger, path, cut } = await cutter({ busyTimeoutMs: 300 });
    const answer = Promise.withResolvers<void>();
    const sent = Promise.withResolvers<void>();
    const order = ledger.execute(wish(), async () => {
      sent.resolve();
      await answer.promise;
      return delivered;
    });
    await sent.promise;
    cut.when = fromCommit('after');
    const again = ledger.execute(wish(), upstream(delivered).send);
    await expect(again).rejects.toMatchObject({ code: 'config_invalid' });
    cut.when = () => null;
    await ledger.recover();
    expect(await byHand(path, 'select state from entries')).toEqual([{ state: 'sent' }]);
    answer.resolve();
    expect(await order).toMatchObject(delivered);
  });

  it('and what somebody wished for is given up by whoever has the ledger, and by nobody in their name', async () => {
    const { ledger, path, cut } = await cutter({ busyTimeoutMs: 300 });
    const terms = { name: 'alice', role: 'buyer', daily_budget: null, max_order: null } as const;
    const { person } = await ledger.addPerson(terms, 'owner');
    cut.when = fromCommit('after');
    const wished = ledger.as(person).execute(wish(), upstream(delivered).send);
    await expect(wished).rejects.toMatchObject({
      code: 'config_invalid',
      message: expect.stringContaining('could not be asked'),
    });
    cut.when = () => null;
    expect(await ledger.budget()).toMatchObject({ spent_today: '0' });
    const events = 'select who, to_state from events where entry_id is not null order by seq';
    expect(await byHand(path, events)).toEqual([
      { who: 'alice', to_state: 'prepared' },
      { who: 'alice', to_state: 'sent' },
      { who: thisUser(), to_state: 'refused' },
    ]);
  });

  it('and cut again as that is recorded: it is recorded with the next wish', async () => {
    const { ledger, path, cut } = await unanswered();
    cut.when = fromCommit('before');
    await expect(ledger.recover()).rejects.toMatchObject({ code: 'config_invalid' });
    cut.when = () => null;
    await ledger.assertAllowed(wish({ idempotencyKey: 'another' }));
    expect(await byHand(path, 'select state from entries')).toEqual([{ state: 'refused' }]);
  });

  it('and what is damaged since stands in the way of nothing else', async () => {
    const { ledger, path, cut, shop } = await unanswered();
    cut.when = () => null;
    await byHand(path, `update entries set evidence = '{'`);
    await ledger.recover();
    const other = wish({ idempotencyKey: 'another' });
    expect(await ledger.execute(other, shop.send)).toMatchObject(delivered);
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
