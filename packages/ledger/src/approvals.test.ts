import { KamikitError, parseMoney } from '@kamikit/core';
import { describe, expect, it } from 'vitest';
import { contentOf } from './events.ts';
import type { Ledger } from './index.ts';
import { approveAndSend, asked, clocked, MINUTE_MS } from './testing/clocked.ts';
import { delivered, lostReply, scratchFolder, upstream, wish } from './testing/scratch.ts';
import { byHand } from './testing/store.ts';

describe('yes', () => {
  it('sends once, however often it is said, and the entry and its events tell who said it', async () => {
    const { ledger, clock } = await clocked();
    const { entry } = await ledger.prepare(asked());
    const shop = upstream(delivered);
    clock.ms += MINUTE_MS;
    expect(await approveAndSend(ledger, entry.id, shop)).toMatchObject({
      ...{ state: 'completed', decided_by: 'page', decided_at: '2026-11-20T12:01:00+08:00', notice: null },
    });
    expect(await approveAndSend(ledger, entry.id, shop)).toMatchObject({ state: 'completed' });
    expect(await ledger.decline(entry.id, { by: 'page' })).toMatchObject({ state: 'completed' });
    expect(await ledger.replay(asked())).toMatchObject({ id: entry.id, state: 'completed' });
    expect(shop.orders).toEqual([entry.id]);
    const timeline = await ledger.timeline(entry.id);
    expect(timeline.map(({ action }) => action)).toEqual([
      'awaiting_approval',
      'approved',
      'sent',
      'settled',
    ]);
    expect(timeline[1]).toMatchObject({
      ...{ from: 'awaiting_approval', to: 'prepared', detail: { by: 'page' } },
      at: '2026-11-20T12:01:00+08:00',
    });
    expect(await ledger.verify()).toEqual([]);
  });

  it('of several through several ledgers at the same moment sends once', async () => {
    const { ledger, open } = await clocked();
    const { entry } = await ledger.prepare(asked());
    const shop = upstream(delivered);
    const ledgers = [ledger, await open(), await open()];
    await Promise.all([...ledgers, ...ledgers].map((each) => approveAndSend(each, entry.id, shop)));
    expect(shop.orders).toEqual([entry.id]);
  });

  it('whose answer is lost leaves it unknown, and is not sent again', async () => {
    const { ledger } = await clocked();
    const { entry } = await ledger.prepare(asked());
    const shop = upstream(lostReply());
    expect(await approveAndSend(ledger, entry.id, shop)).toMatchObject({ state: 'unknown' });
    expect(await approveAndSend(ledger, entry.id, shop)).toMatchObject({ state: 'unknown' });
    expect(shop.orders).toEqual([entry.id]);
  });

  it('takes new readings in place of those of the quote, but never another account', async () => {
    const { ledger } = await clocked();
    const evidence = { account: 'shop', balance_before: '10' };
    const { entry } = await ledger.prepare(asked({ evidence }));
    const now = { account: 'another', balance_before: '9' };
    const approved = await ledger.approve(entry.id, { by: 'page', evidence: now });
    expect(approved.entry.evidence).toEqual({ account: 'shop', balance_before: '9' });
    const ofNone = await ledger.prepare(asked({ idempotencyKey: 'of no account', evidence: {} }));
    const { entry: read } = await ledger.approve(ofNone.entry.id, { by: 'page', evidence: { seen: '9' } });
    expect(read.evidence).toEqual({ seen: '9' });
  });

  it('makes it this process’s to send, for a whole lease, whichever process asked and however long ago', async () => {
    const { ledger, clock, path } = await clocked();
    const { entry } = await ledger.prepare(asked());
    await byHand(path, "update entries set owner_token = 'gone', owner_pid = 1");
    clock.ms += 10 * MINUTE_MS;
    const approved = await ledger.approve(entry.id, { by: 'page' });
    clock.ms += 4 * MINUTE_MS;
    await ledger.recover();
    const shop = upstream(delivered);
    expect(await ledger.sendApproved(approved.entry, shop.send)).toMatchObject({ state: 'completed' });
    expect(shop.orders).toEqual([entry.id]);
  });

  it.each(['yes', 'no', 'void'])('to what a hand has broken changes nothing: %s', async (word) => {
    const { ledger, path } = await clocked();
    const { entry } = await ledger.prepare(asked());
    await byHand(path, `update entries set evidence = '{'`);
    const gone = new KamikitError('none left', { code: 'out_of_stock' });
    const said = {
      yes: () => ledger.approve(entry.id, { by: 'page' }),
      no: () => ledger.decline(entry.id, { by: 'page' }),
      void: () => ledger.makeVoid(entry.id, gone),
    }[word];
    await expect(said?.()).rejects.toMatchObject({ code: 'outcome_unknown', entryId: entry.id });
    expect(await ledger.get(entry.id)).toMatchObject({ state: 'awaiting_approval', damaged: ['evidence'] });
  });

  it('has no effect where the ledger has lost its past', async () => {
    const { ledger, open, path } = await clocked({ integrity: { folder: scratchFolder() } });
    const { entry } = await ledger.prepare(asked());
    await ledger.prepare(wish({ idempotencyKey: 'lost' }));
    await ledger.close();
    await byHand(path, 'delete from events where seq = (select max(seq) from events)');
    const restored = await open();
    await expect(restored.approve(entry.id, { by: 'page' })).rejects.toMatchObject({ code: 'suspended' });
    expect(await restored.get(entry.id)).toMatchObject({ state: 'awaiting_approval' });
  });

  it.each([
    ['its price', "amount = '1', agreed = '1'"],
    ['what is bought', `request = '{"goods":2}'`],
    ['what the owner is shown', `quote = '{"kind":"purchase","total":"1"}'`],
    ['until when it stands', 'quote_until_ms = quote_until_ms + 1'],
  ])('does not hold for what a hand has altered since: %s', async (_, columns) => {
    const { ledger, path } = await clocked({ integrity: { folder: scratchFolder() } });
    const { entry } = await ledger.prepare(asked());
    await byHand(path, `update entries set ${columns}`);
    const message = expect.stringContaining('changed from outside');
    expect(await ledger.approve(entry.id, { by: 'page' })).toMatchObject({
      ...{
        isOurs: false,
        entry: { state: 'refused', sent_at: null, error: { code: 'price_changed', message } },
      },
    });
  });

  it('does not hold where the event that tells what was asked is altered with it', async () => {
    const { ledger, path } = await clocked({ integrity: { folder: scratchFolder() } });
    const { entry } = await ledger.prepare(asked());
    await ledger.prepare(wish({ idempotencyKey: 'later' }));
    await byHand(path, "update entries set amount = '1', agreed = '1' where idempotency_key = 'k'");
    const [row] = await byHand(path, 'select * from entries where id = ?', entry.id);
    await byHand(path, 'update events set content = ? where entry_id = ?', contentOf(Object(row)), entry.id);
    expect(await ledger.approve(entry.id, { by: 'page' })).toMatchObject({ isOurs: false });
  });

  it('is not followed by sending where the ledger has lost its past meanwhile', async () => {
    const { ledger, path } = await clocked({ integrity: { folder: scratchFolder() } });
    const { entry } = await ledger.prepare(asked());
    const approved = await ledger.approve(entry.id, { by: 'page' });
    await byHand(path, 'delete from events where seq = (select max(seq) from events)');
    await expect(ledger.markSent(approved.entry.id)).rejects.toMatchObject({
      ...{ code: 'suspended', message: expect.stringContaining('gone back in time') },
    });
  });

  describe('for an account that is suspended meanwhile, because it was charged too much,', () => {
    const suspended = { code: 'suspended', neverSent: true };
    const overcharge = (ledger: Ledger) =>
      ledger.execute(
        wish({ idempotencyKey: 'dear', evidence: { account: 'shop' } }),
        upstream({ ...delivered, charged: parseMoney(4) }).send,
      );

    it('has no effect until that is lifted, and what waits goes on waiting', async () => {
      const { ledger } = await clocked();
      const { entry } = await ledger.prepare(asked());
      await overcharge(ledger);
      await expect(ledger.approve(entry.id, { by: 'page' })).rejects.toMatchObject(suspended);
      expect(await ledger.get(entry.id)).toMatchObject({ state: 'awaiting_approval' });
      await ledger.liftSuspensions('shop');
      expect(await ledger.approve(entry.id, { by: 'page' })).toMatchObject({ isOurs: true });
    });

    it('is not followed by sending', async () => {
      const { ledger } = await clocked();
      const { entry } = await ledger.prepare(asked());
      const approved = await ledger.approve(entry.id, { by: 'page' });
      await overcharge(ledger);
      const shop = upstream(delivered);
      await expect(ledger.markSent(entry.id)).rejects.toMatchObject(suspended);
      expect(await ledger.sendApproved(approved.entry, shop.send)).toMatchObject({
        ...{ state: 'refused', never_sent: true, error: { code: 'suspended' } },
      });
      expect(shop.orders).toEqual([]);
    });
  });

  it('that no process followed up, because it slept or is gone, leaves the key free', async () => {
    const { ledger, clock } = await clocked({ leaseMs: 1_000 });
    const { entry } = await ledger.prepare(asked());
    await ledger.approve(entry.id, { by: 'page' });
    clock.ms += 1_000;
    const again = await ledger.prepare(asked());
    expect(again).toMatchObject({ existing: false, entry: { state: 'awaiting_approval' } });
    expect(await ledger.get(entry.id)).toMatchObject({ state: 'refused', never_sent: true });
  });

  it('to an entry that is not there is not_found', async () => {
    const { ledger } = await clocked();
    for (const decide of [ledger.approve, ledger.decline])
      await expect(decide('none', { by: 'page' })).rejects.toMatchObject({ code: 'not_found' });
  });
});

it.each(['yes', 'no', 'void'])(
  '%s is said of one entry, and what waits beside it goes on waiting',
  async (word) => {
    const { ledger } = await clocked();
    const before = await ledger.prepare(asked({ idempotencyKey: 'before' }));
    const { entry } = await ledger.prepare(asked());
    const after = await ledger.prepare(asked({ idempotencyKey: 'after' }));
    const gone = new KamikitError('none left', { code: 'out_of_stock' });
    if (word === 'yes') await ledger.approve(entry.id, { by: 'page' });
    else if (word === 'no') await ledger.decline(entry.id, { by: 'page' });
    else await ledger.makeVoid(entry.id, gone);
    expect(await ledger.get(entry.id)).toMatchObject({ state: word === 'yes' ? 'prepared' : 'refused' });
    for (const other of [before, after]) expect(await ledger.get(other.entry.id)).toEqual(other.entry);
    expect(await ledger.verify()).toEqual([]);
  },
);

describe('no', () => {
  it.each(['declined', 'out of time'])(
    'lets the same be asked for under a new key once it is %s, not before',
    async (how) => {
      const { ledger, clock } = await clocked();
      const likeness = { goods: 1 };
      const { entry } = await ledger.prepare(asked({ likeness }));
      const anew = asked({ likeness, idempotencyKey: 'new' });
      await expect(ledger.prepare(anew)).rejects.toMatchObject({ code: 'possible_duplicate' });
      if (how === 'declined') await ledger.decline(entry.id, { by: 'page' });
      else clock.ms += 15 * MINUTE_MS;
      expect(await ledger.prepare(anew)).toMatchObject({ entry: { state: 'awaiting_approval' } });
    },
  );

  it('is final: nothing is sent, the key is used up, and the budget is free', async () => {
    const { ledger, clock } = await clocked({ dailyBudget: parseMoney(3) });
    const { entry } = await ledger.prepare(asked());
    const shop = upstream(delivered);
    clock.ms += MINUTE_MS;
    const at = '2026-11-20T12:01:00+08:00';
    expect(await ledger.decline(entry.id, { by: 'page', reason: 'too dear' })).toMatchObject({
      ...{ state: 'refused', never_sent: false, sent_at: null, decided_by: 'page', decided_at: at },
    });
    expect(await approveAndSend(ledger, entry.id, shop)).toMatchObject({ state: 'refused' });
    await expect(ledger.execute(asked(), shop.send)).rejects.toMatchObject({
      ...{ code: 'declined', outcome: 'not_committed', neverSent: false, retryable: false },
      message: 'The owner declined this purchase: too dear',
      hint: expect.stringContaining('make a new one'),
    });
    expect(shop.orders).toEqual([]);
    expect(await ledger.budget()).toMatchObject({ spent_today: '0' });
    const [, told] = await ledger.timeline(entry.id);
    expect(told).toMatchObject({ action: 'declined', detail: { by: 'page', reason: 'too dear' }, at });
    expect(await ledger.verify()).toEqual([]);
  });

  it('at the same moment as yes: one of them holds', async () => {
    const { ledger, open } = await clocked();
    const other = await open();
    for (let round = 0; round < 10; round += 1) {
      const { entry } = await ledger.prepare(asked({ idempotencyKey: `k${round}` }));
      const shop = upstream(delivered);
      const yes = () => approveAndSend(ledger, entry.id, shop);
      const no = () => other.decline(entry.id, { by: 'command line' });
      await Promise.all(round % 2 ? [yes(), no()] : [no(), yes()]);
      const { state } = (await ledger.get(entry.id)) ?? {};
      expect([state, shop.orders.length]).toEqual(state === 'refused' ? ['refused', 0] : ['completed', 1]);
    }
  });
});

describe('what is not to be had any more', () => {
  it('is void for the reason given: nothing is sent, and the key tells why', async () => {
    const { ledger } = await clocked();
    const { entry } = await ledger.prepare(asked());
    const gone = new KamikitError('none left', {
      ...{ code: 'out_of_stock', outcome: 'not_committed', neverSent: true, retryable: true },
      hint: 'Use the same key again.',
    });
    const shop = upstream(delivered);
    expect(await ledger.makeVoid(entry.id, gone)).toMatchObject({
      ...{ state: 'refused', never_sent: false, decided_by: null, error: { retryable: false } },
    });
    expect(await approveAndSend(ledger, entry.id, shop)).toMatchObject({ state: 'refused' });
    await expect(ledger.replay(asked())).rejects.toMatchObject({
      ...{ code: 'out_of_stock', outcome: 'not_committed', neverSent: false, retryable: false },
      hint: expect.stringContaining('is closed'),
    });
    expect(shop.orders).toEqual([]);
  });

  it('cannot be made void once it was approved', async () => {
    const { ledger } = await clocked();
    const { entry } = await ledger.prepare(asked());
    await ledger.approve(entry.id, { by: 'page' });
    const gone = new KamikitError('none left', { code: 'out_of_stock' });
    expect(await ledger.makeVoid(entry.id, gone)).toMatchObject({ state: 'prepared' });
  });
});
