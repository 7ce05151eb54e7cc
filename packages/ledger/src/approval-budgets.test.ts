import { parseMoney } from '@kamikit/core';
import { describe, expect, it } from 'vitest';
import { approveAndSend, asked, clocked, MINUTE_MS } from './testing/clocked.ts';
import { delivered, upstream, wish } from './testing/scratch.ts';

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

    it('of a person of another issuer are known by their token alone, and keep it from leaving', async () => {
      const { ledger, clock } = await clocked();
      const name = 'alice@https://issuer.example';
      const alice = ledger.as({ name, role: 'buyer', daily_budget: parseMoney(3), max_order: null });
      clock.ms = Date.parse('2026-11-20T23:59:59.999+08:00');
      const { entry } = await alice.prepare(asked());
      const { entry: approved } = await ledger.approve(entry.id, { by: 'page' });
      clock.ms += 1;
      const shop = upstream(delivered);
      await alice.execute(wish({ idempotencyKey: 'other' }), shop.send);
      expect(await ledger.sendApproved(approved, shop.send)).toMatchObject({
        ...{ state: 'refused', never_sent: true, error: { code: 'declined' } },
      });
      expect(shop.orders).toHaveLength(1);
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
