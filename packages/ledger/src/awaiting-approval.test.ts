import { parseMoney } from '@kamikit/core';
import { describe, expect, it } from 'vitest';
import { approveAndSend, asked, clocked, MINUTE_MS, QUOTE } from './testing/clocked.ts';
import { delivered, upstream, wish } from './testing/scratch.ts';

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
