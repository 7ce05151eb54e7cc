import { parseMoney } from '@kamikit/core';
import { describe, expect, it } from 'vitest';
import { asked, clocked } from './testing/clocked.ts';
import { delivered, scratchFolder, upstream, wish } from './testing/scratch.ts';
import { byHand } from './testing/store.ts';

const STOPPED = { code: 'suspended', outcome: 'not_committed', neverSent: true };

describe('a stop', () => {
  it('is noticed at once by every ledger on the file, before anything is sent', async () => {
    const { ledger, open } = await clocked();
    const other = await open();
    await ledger.addMandate({ per_day: parseMoney(100) }, 'page');
    await ledger.stop('page');
    const shop = upstream(delivered);
    for (const order of [wish(), asked()]) {
      await expect(other.execute(order, shop.send)).rejects.toMatchObject({
        ...STOPPED,
        message:
          'The owner stopped all spending of this ledger at 2026-11-20T12:00:00+08:00 (page). Nothing was sent.',
      });
      await expect(other.assertAllowed(order)).rejects.toMatchObject(STOPPED);
      await expect(other.replay(order)).rejects.toMatchObject(STOPPED);
    }
    expect(shop.orders).toEqual([]);
  });

  it('keeps what another process had prepared from being sent, and frees its key', async () => {
    const { ledger, open } = await clocked();
    const other = await open();
    const shop = upstream(delivered);
    const { entry } = await other.prepare(wish());
    await ledger.stop('page');
    await expect(other.markSent(entry.id)).rejects.toMatchObject(STOPPED);
    // As `execute` has it, for which it comes between its two steps.
    const sends = other.sendApproved(entry, shop.send);
    expect(await sends).toMatchObject({ state: 'refused', never_sent: true, error: { code: 'suspended' } });
    await ledger.liftSuspensions();
    expect(await other.execute(wish(), shop.send)).toMatchObject({ state: 'completed' });
    expect(shop.orders).toHaveLength(1);
  });

  it('keeps the owner’s yes from having an effect; what waits goes on waiting', async () => {
    const { ledger } = await clocked();
    const { entry } = await ledger.prepare(asked());
    await ledger.stop('page');
    await expect(ledger.approve(entry.id, { by: 'page' })).rejects.toMatchObject(STOPPED);
    expect(await ledger.get(entry.id)).toMatchObject({ state: 'awaiting_approval' });
    await ledger.liftSuspensions();
    expect(await ledger.approve(entry.id, { by: 'page' })).toMatchObject({ isOurs: true });
  });

  it('lets what was sent be settled, known keys be answered, and all be read', async () => {
    const { ledger } = await clocked();
    const { id } = await ledger.execute(wish(), upstream({ state: 'pending' }).send);
    const waiting = await ledger.prepare(asked({ idempotencyKey: 'other' }));
    await ledger.stop('page');
    expect(await ledger.settle(id, delivered)).toMatchObject({ state: 'completed' });
    expect(await ledger.replay(wish())).toMatchObject({ id, state: 'completed' });
    expect(await ledger.execute(wish(), upstream(delivered).send)).toMatchObject({ id });
    expect(await ledger.decline(waiting.entry.id, { by: 'page' })).toMatchObject({ state: 'refused' });
    expect(await ledger.list()).toMatchObject({ total: 2 });
    expect(await ledger.budget()).toMatchObject({ spent_today: '3' });
  });

  it('is told, once, with who said it; and so is that it was lifted', async () => {
    const { ledger } = await clocked();
    const stopped = { account: null, entry_id: null, since: '2026-11-20T12:00:00+08:00', by: 'page' };
    expect(await ledger.stop('page')).toEqual(stopped);
    expect(await ledger.stop('command line')).toEqual(stopped);
    expect(await ledger.suspensions()).toEqual([stopped]);
    expect(await ledger.lastEventSeq()).toBe(1);
    expect(await ledger.liftSuspensions()).toEqual([stopped]);
    expect(await ledger.lastEventSeq()).toBe(2);
    expect(await ledger.liftSuspensions()).toEqual([]);
    expect(await ledger.suspensions()).toEqual([]);
    expect(await ledger.stop('command line')).toMatchObject({ by: 'command line' });
    expect(await ledger.suspensions()).toMatchObject([{ by: 'command line' }]);
  });

  it('stands although an account is resumed; lifting all lifts both', async () => {
    const { ledger } = await clocked();
    const order = wish({ evidence: { account: 'shop' } });
    await ledger.execute(order, upstream({ ...delivered, charged: parseMoney(4) }).send);
    await ledger.stop('page');
    expect(await ledger.liftSuspensions('shop')).toMatchObject([{ account: 'shop' }]);
    expect(await ledger.suspensions()).toMatchObject([{ account: null }]);
    expect(await ledger.liftSuspensions()).toMatchObject([{ account: null }]);
    expect(await ledger.verify()).toEqual([]);
  });

  it('is lifted alone by the owner’s word for it, with who said it: an account that is suspended stays so', async () => {
    const { ledger, path } = await clocked();
    const order = wish({ evidence: { account: 'shop' } });
    await ledger.execute(order, upstream({ ...delivered, charged: parseMoney(4) }).send);
    expect(await ledger.liftStop('page')).toBeNull();
    await ledger.stop('page');
    expect(await ledger.liftStop('command line')).toMatchObject({ account: null, by: 'page' });
    expect(await ledger.suspensions()).toMatchObject([{ account: 'shop' }]);
    const [event] = await byHand(path, "select detail from events where action = 'spending resumed'");
    expect(JSON.parse(String(event?.detail))).toEqual({ by: 'command line' });
    expect(await ledger.verify()).toEqual([]);
  });

  it('is not lifted by a hand at the file', async () => {
    const { ledger, path } = await clocked({ integrity: { folder: scratchFolder() } });
    await ledger.stop('page');
    await ledger.addMandate({ per_day: parseMoney(1) }, 'page');
    await ledger.addMandate({ per_day: parseMoney(2) }, 'page');
    await byHand(path, `update events set action = 'spending resumed' where seq = 2`);
    await expect(ledger.execute(wish(), upstream(delivered).send)).rejects.toMatchObject(STOPPED);
    expect((await ledger.verify()).map(({ what }) => what)).toEqual([
      'Event 2 was altered, or signed with another key.',
    ]);
  });
});

describe('a stop that a hand at the file alters stands all the same, until it is lifted:', () => {
  it.each([
    ['its action', "update events set action = 'x' where action = 'spending stopped'"],
    ['its entry', "update events set entry_id = 'x' where action = 'spending stopped'"],
    ['its deletion', "delete from events where action = 'spending stopped'"],
  ])('%s', async (_, sql) => {
    const { ledger, path } = await clocked({ integrity: { folder: scratchFolder() } });
    await ledger.stop('page');
    await ledger.addMandate({ per_day: parseMoney(1) }, 'page');
    await byHand(path, sql);
    const shop = upstream(delivered);
    await expect(ledger.execute(wish(), shop.send)).rejects.toMatchObject(STOPPED);
    expect(await ledger.suspensions()).toMatchObject([{ account: null, by: 'page' }]);
    expect(shop.orders).toEqual([]);
    await ledger.acceptHistory();
    await expect(ledger.execute(wish(), shop.send)).rejects.toMatchObject(STOPPED);
    await ledger.liftSuspensions();
    expect(await ledger.execute(wish(), shop.send)).toMatchObject(delivered);
  });
});

describe('by the events themselves, where the last one was altered:', () => {
  it('a stop stands, whoever is said to have said it', async () => {
    const { ledger, path } = await clocked({ integrity: { folder: scratchFolder() } });
    await ledger.stop('page');
    await byHand(path, "update events set detail = '{'");
    expect(await ledger.suspensions()).toMatchObject([{ account: null, by: expect.any(String) }]);
  });

  it('and no word stands that nobody said', async () => {
    const { ledger, path } = await clocked({ integrity: { folder: scratchFolder() } });
    await ledger.stop('page');
    await ledger.addMandate({ per_day: parseMoney(1) }, 'page');
    await byHand(path, "update events set action = 'spending resumed' where seq = 2");
    expect(await ledger.suspensions()).toMatchObject([{ account: null, by: 'page' }]);
    expect(await ledger.mandates()).toEqual([]);
  });
});

describe('an account that charged more than agreed', () => {
  it('is sent nothing more, though that was prepared or waited before', async () => {
    const { ledger, open } = await clocked();
    const other = await open();
    const account = { evidence: { account: 'shop' } };
    const prepared = await other.prepare(wish({ idempotencyKey: 'prepared', ...account }));
    const waiting = await other.prepare(asked({ idempotencyKey: 'waiting', ...account }));
    await ledger.execute(wish(account), upstream({ ...delivered, charged: parseMoney(4) }).send);
    await expect(other.markSent(prepared.entry.id)).rejects.toMatchObject(STOPPED);
    await expect(other.approve(waiting.entry.id, { by: 'page' })).rejects.toMatchObject(STOPPED);
  });
});
