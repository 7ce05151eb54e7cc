import { KamikitError, parseMoney } from '@kamikit/core';
import { describe, expect, it } from 'vitest';
import { contentOf } from './events.ts';
import { approveAndSend, asked, clocked, MINUTE_MS, QUOTE } from './testing/clocked.ts';
import { delivered, lostReply, scratchFolder, upstream, wish } from './testing/scratch.ts';
import { byHand } from './testing/store.ts';

const VALID_MS = 15 * MINUTE_MS;

describe('a wish that its owner has to allow', () => {
  it('is written down with its quote and until when that is valid, and nothing is sent', async () => {
    const { ledger } = await clocked();
    const shop = upstream(delivered);
    expect(await ledger.execute(asked(), shop.send)).toMatchObject({
      ...{ state: 'awaiting_approval', never_sent: false, sent_at: null, quote: QUOTE },
      ...{ quote_until: '2026-11-20T12:15:00+08:00', decided_by: null, decided_at: null, mandate: null },
    });
    expect(shop.orders).toEqual([]);
    expect((await ledger.list({ state: 'awaiting_approval' })).entries).toHaveLength(1);
    expect((await ledger.summary()).total).toMatchObject({ entries: 0, amount: '0' });
  });

  it('stands under its key: the same call gives it, another request is key_conflict', async () => {
    const { ledger } = await clocked();
    const { entry } = await ledger.prepare(asked());
    expect(await ledger.replay(asked())).toMatchObject({ id: entry.id, state: 'awaiting_approval' });
    expect(await ledger.prepare(asked())).toEqual({ entry, existing: true });
    await expect(ledger.prepare(asked({ request: { goods: 2 } }))).rejects.toMatchObject({
      code: 'key_conflict',
    });
  });

  it.each(['completed', 'refused', 'unknown'] as const)('cannot be settled as %s', async (state) => {
    const { ledger } = await clocked();
    const { entry } = await ledger.prepare(asked());
    await expect(ledger.settle(entry.id, { state })).rejects.toThrow(TypeError);
  });

  it('cannot be sent past its owner', async () => {
    const { ledger } = await clocked();
    const { entry } = await ledger.prepare(asked());
    await expect(ledger.markSent(entry.id)).rejects.toMatchObject({ outcome: 'not_committed' });
    expect(await ledger.get(entry.id)).toMatchObject({ state: 'awaiting_approval' });
  });

  it('survives the process that asked', async () => {
    const { ledger, open } = await clocked({ leaseMs: 1 });
    const { entry } = await ledger.prepare(asked());
    await ledger.close();
    const other = await open();
    await other.recover();
    expect(await other.get(entry.id)).toEqual(entry);
  });

  it('can be given any time to be decided in, but no senseless one', async () => {
    const { ledger, clock } = await clocked();
    const briefly = asked({ approval: { quote: QUOTE, validMs: MINUTE_MS } });
    const { entry } = await ledger.prepare(briefly);
    expect(entry.quote_until).toBe('2026-11-20T12:01:00+08:00');
    clock.ms += MINUTE_MS;
    await expect(ledger.replay(briefly)).rejects.toMatchObject({ code: 'timeout' });
    for (const validMs of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
      const senseless = asked({ idempotencyKey: 'other', approval: { quote: QUOTE, validMs } });
      await expect(ledger.prepare(senseless)).rejects.toThrow(TypeError);
    }
  });
});

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
    const { ledger } = await clocked({ dailyBudget: parseMoney(3) });
    const { entry } = await ledger.prepare(asked());
    const shop = upstream(delivered);
    expect(await ledger.decline(entry.id, { by: 'page', reason: 'too dear' })).toMatchObject({
      ...{ state: 'refused', never_sent: false, sent_at: null, decided_by: 'page' },
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
    expect(told).toMatchObject({ action: 'declined', detail: { by: 'page', reason: 'too dear' } });
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

describe('after its time', () => {
  const late = { code: 'timeout', outcome: 'not_committed', neverSent: false };

  it('a yes sends nothing, and neither does a no change what happened', async () => {
    const { ledger, clock } = await clocked();
    const { entry } = await ledger.prepare(asked());
    const shop = upstream(delivered);
    clock.ms += VALID_MS;
    expect(await approveAndSend(ledger, entry.id, shop)).toMatchObject({
      ...{ state: 'refused', decided_by: null, error: { code: 'timeout' } },
    });
    expect(await ledger.decline(entry.id, { by: 'page' })).toMatchObject({ error: { code: 'timeout' } });
    expect(shop.orders).toEqual([]);
    await expect(ledger.replay(asked())).rejects.toMatchObject(late);
  });

  it('it can be approved until the last moment', async () => {
    const { ledger, clock } = await clocked();
    const { entry } = await ledger.prepare(asked());
    clock.ms += VALID_MS - 1;
    expect(await ledger.approve(entry.id, { by: 'page' })).toMatchObject({ isOurs: true });
  });

  it('its budget is free without anybody doing anything', async () => {
    const { ledger, clock } = await clocked({ dailyBudget: parseMoney(3), dailyCards: 2 });
    await ledger.prepare(asked({ cards: 2 }));
    expect(await ledger.budget()).toMatchObject({ left_today: '0', cards_left_today: 0 });
    clock.ms += VALID_MS;
    expect(await ledger.budget()).toMatchObject({ left_today: '3', cards_left_today: 2 });
    await ledger.assertAllowed(wish());
    expect(await ledger.prepare(wish({ idempotencyKey: 'other' }))).toMatchObject({ existing: false });
  });

  it.each<[string, (ledger: Awaited<ReturnType<typeof clocked>>['ledger']) => Promise<unknown>]>([
    ['the same call', (ledger) => ledger.prepare(asked())],
    ['another call', (ledger) => ledger.prepare(wish({ idempotencyKey: 'other' }))],
    ['the key', (ledger) => ledger.replay(asked()).catch(() => {})],
    ['looking after what was left behind', (ledger) => ledger.recover()],
  ])('%s finds it void', async (_, look) => {
    const { ledger, clock } = await clocked();
    const { entry } = await ledger.prepare(asked());
    clock.ms += VALID_MS;
    await look(ledger);
    expect(await ledger.get(entry.id)).toMatchObject({ state: 'refused', error: { code: 'timeout' } });
  });
});

describe('budgets', () => {
  it('are reserved while it waits', async () => {
    const { ledger } = await clocked({ dailyBudget: parseMoney(5) });
    await ledger.prepare(asked());
    await expect(ledger.prepare(wish({ idempotencyKey: 'other' }))).rejects.toMatchObject({
      code: 'over_budget',
      message: expect.stringContaining('only 2 of the 5 yuan'),
    });
  });

  it.each([
    ['order', { maxOrderTotal: parseMoney('2.99') }],
    ['day', { dailyBudget: parseMoney('2.99') }],
    ['day, in cards', { dailyCards: 1 }],
  ])('for one %s that were lowered meanwhile bind a yes, and it goes on waiting', async (_, lowered) => {
    const { ledger, open } = await clocked();
    const { entry } = await ledger.prepare(asked({ cards: 2 }));
    const shop = upstream(delivered);
    const strict = await open(lowered);
    await expect(approveAndSend(strict, entry.id, shop)).rejects.toMatchObject({
      ...{ code: 'over_budget', outcome: 'not_committed' },
    });
    expect(shop.orders).toEqual([]);
    expect(await ledger.get(entry.id)).toMatchObject({ state: 'awaiting_approval', decided_by: null });
    expect(await approveAndSend(ledger, entry.id, shop)).toMatchObject({ state: 'completed' });
  });

  it('are not used up by the very entry that is approved', async () => {
    const { ledger } = await clocked({ dailyBudget: parseMoney(3), dailyCards: 1 });
    const { entry } = await ledger.prepare(asked({ cards: 1 }));
    expect(await approveAndSend(ledger, entry.id, upstream(delivered))).toMatchObject({ state: 'completed' });
    expect(await ledger.budget()).toMatchObject({ spent_today: '3', cards_today: 1 });
  });

  describe('over midnight in Shanghai', () => {
    async function overMidnight() {
      const { clock, ledger, ...rest } = await clocked({ dailyBudget: parseMoney(5) });
      clock.ms = Date.parse('2026-11-20T23:55:00+08:00');
      const { entry } = await ledger.prepare(asked());
      clock.ms += 10 * MINUTE_MS;
      return { clock, ledger, id: entry.id, ...rest };
    }

    it('stay reserved on the new day while it waits', async () => {
      const { ledger } = await overMidnight();
      expect(await ledger.budget()).toMatchObject({ day: '2026-11-21', left_today: '2' });
    });

    it('are used up on the day on which it is sent, and not on the one before', async () => {
      const { ledger, id, clock } = await overMidnight();
      await ledger.approve(id, { by: 'page' });
      expect(await ledger.budget()).toMatchObject({ day: '2026-11-21', spent_today: '3' });
      clock.ms -= 10 * MINUTE_MS;
      expect(await ledger.budget()).toMatchObject({ day: '2026-11-20', spent_today: '0' });
    });

    it('are those of the day on which it leaves, though it was approved the moment before', async () => {
      const { ledger, clock } = await clocked({ dailyBudget: parseMoney(5) });
      clock.ms = Date.parse('2026-11-20T23:59:59.999+08:00');
      const { entry } = await ledger.prepare(asked());
      await ledger.approve(entry.id, { by: 'page' });
      clock.ms += 1;
      await ledger.markSent(entry.id);
      expect(await ledger.budget()).toMatchObject({ day: '2026-11-21', spent_today: '3' });
    });

    it('count it beside what the new day has counted by then', async () => {
      const { ledger, clock } = await clocked();
      clock.ms = Date.parse('2026-11-20T23:59:59.999+08:00');
      const { entry } = await ledger.prepare(asked());
      await ledger.approve(entry.id, { by: 'page' });
      clock.ms += 1;
      await ledger.prepare(wish({ idempotencyKey: 'other' }));
      await ledger.markSent(entry.id);
      expect(await ledger.budget()).toMatchObject({ day: '2026-11-21', spent_today: '6' });
    });

    it('that are used up on the new day by then keep it from leaving', async () => {
      const { ledger, clock } = await clocked({ dailyBudget: parseMoney(5) });
      clock.ms = Date.parse('2026-11-20T23:59:59.999+08:00');
      const { entry } = await ledger.prepare(asked());
      await ledger.approve(entry.id, { by: 'page' });
      clock.ms += 1;
      await ledger.prepare(wish({ idempotencyKey: 'other' }));
      await expect(ledger.markSent(entry.id)).rejects.toMatchObject({ code: 'over_budget' });
    });
  });
});

describe('the same wish under another key is possible_duplicate', () => {
  const alike = (idempotencyKey: string) => asked({ idempotencyKey, likeness: { goods: 1 } });
  const duplicate = { code: 'possible_duplicate', neverSent: true };

  it('as long as the first waits, and no longer', async () => {
    const { ledger, clock } = await clocked();
    const { entry } = await ledger.prepare(alike('first'));
    clock.ms += VALID_MS - 1;
    await expect(ledger.prepare(alike('second'))).rejects.toMatchObject({ ...duplicate, entryId: entry.id });
    await expect(ledger.assertAllowed(alike('second'))).rejects.toMatchObject(duplicate);
    clock.ms += 1;
    await ledger.assertAllowed(alike('second'));
    expect(await ledger.prepare(alike('second'))).toMatchObject({ existing: false });
  });

  it('which another wish, or another kind, is not', async () => {
    const { ledger } = await clocked();
    await ledger.prepare(asked({ likeness: { goods: 1 } }));
    const others = [{ likeness: { goods: 2 } }, { likeness: { goods: 1 }, kind: 'supplier_trade' }];
    for (const [index, other] of others.entries())
      expect(await ledger.prepare(asked({ idempotencyKey: `k${index}`, ...other }))).toMatchObject({
        entry: { state: 'awaiting_approval' },
      });
  });

  it('for ten minutes after the first was approved', async () => {
    const { ledger, clock } = await clocked();
    const { entry } = await ledger.prepare(alike('first'));
    clock.ms += VALID_MS - 1;
    await approveAndSend(ledger, entry.id, upstream(delivered));
    clock.ms += 10 * MINUTE_MS - 1;
    await expect(ledger.prepare(alike('second'))).rejects.toMatchObject({ ...duplicate, entryId: entry.id });
    clock.ms += 1;
    expect(await ledger.prepare(alike('second'))).toMatchObject({ existing: false });
  });

  it('but not once the first was declined', async () => {
    const { ledger } = await clocked();
    const { entry } = await ledger.prepare(alike('first'));
    await ledger.decline(entry.id, { by: 'page' });
    expect(await ledger.prepare(alike('second'))).toMatchObject({ existing: false });
  });
});

it('whoever shows how things stand sees by one number that something changed', async () => {
  const { ledger } = await clocked();
  expect(await ledger.lastEventSeq()).toBe(0);
  const { entry } = await ledger.prepare(asked());
  const asking = await ledger.lastEventSeq();
  await ledger.decline(entry.id, { by: 'page' });
  expect(await ledger.lastEventSeq()).toBe(asking + 1);
});
