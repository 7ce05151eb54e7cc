import { parseMoney } from '@kamikit/core';
import { describe, expect, it } from 'vitest';
import type { Ledger, Settlement, Wish } from './index.ts';
import {
  delivered,
  lostReply,
  refusal,
  scratchFolder,
  scratchLedger,
  upstream,
  wish,
} from './testing/scratch.ts';
import { byHand } from './testing/store.ts';

const completed = (charged?: string): Settlement => ({
  ...delivered,
  ...(charged && { charged: parseMoney(charged) }),
});

/** A ledger, and how to buy something there at a price. */
async function shopping() {
  const clock = { ms: Date.parse('2026-10-31T12:00:00+08:00') };
  const ledger = await scratchLedger({ now: () => clock.ms });
  let count = 0;
  async function buy(price: string, answer: Settlement | Error, changes: Partial<Wish> = {}) {
    count += 1;
    const order = wish({ idempotencyKey: `k${count}`, amount: parseMoney(price), ...changes });
    return ledger.execute(order, upstream(answer).send).catch(() => null);
  }
  return { ledger, clock, buy };
}

const total = async (ledger: Ledger) => (await ledger.summary()).total;

describe('a sum', () => {
  it('is exact, and says beside what counts what was charged', async () => {
    const { ledger, buy } = await shopping();
    for (const price of ['0.1', '0.2', '94.05']) await buy(price, completed());
    await buy('10', completed('9.5'));
    expect(await total(ledger)).toMatchObject({ entries: 4, amount: '104.35', charged: '9.5', open: '0' });
  });

  it('leaves out what was refused and what costs no money', async () => {
    const { ledger, buy } = await shopping();
    await buy('5', refusal());
    await buy('5', completed(), { amount: null });
    expect(await total(ledger)).toMatchObject({ entries: 0, amount: '0' });
  });

  it('tells refunds apart: what came back no longer counts, what is only said to have does', async () => {
    const { ledger, buy } = await shopping();
    await buy('5', { state: 'refunded', isRefundShown: true });
    await buy('7', { state: 'refunded' });
    expect(await total(ledger)).toMatchObject({
      ...{ entries: 2, amount: '7', refunded: '5', refund_awaited: '7', open: '0' },
    });
  });

  it('says what was spent: what was charged, or else agreed, without what came back', async () => {
    const { ledger, buy } = await shopping();
    await buy('10', completed('9.5'));
    await buy('5', completed());
    await buy('8', { state: 'refunded', isRefundShown: true, charged: parseMoney('7.6') });
    await buy('4', { state: 'refunded', charged: parseMoney('3.8') });
    expect(await total(ledger)).toMatchObject({
      ...{ entries: 4, spent: '18.3', amount: '19', charged: '20.9', refunded: '7.6', refund_awaited: '3.8' },
    });
  });

  it('counts the pieces of what was delivered or still may be, and none of what failed or was refunded', async () => {
    const { ledger, buy } = await shopping();
    const of = (quantity: number) => ({ goods: { name: '月卡', specification: null, quantity } });
    await buy('1', completed(), of(1));
    await buy('1', { state: 'pending' }, of(2));
    await buy('1', lostReply(), of(4));
    await buy('1', { state: 'failed' }, of(8));
    await buy('1', { state: 'refunded', isRefundShown: true }, of(16));
    expect(await total(ledger)).toMatchObject({ entries: 5, quantity: 7 });
  });

  it('counts what may have happened, and says how much that is', async () => {
    const { ledger, buy } = await shopping();
    await buy('1', lostReply());
    await buy('2', { state: 'pending' });
    await buy('4', { state: 'failed' });
    expect(await total(ledger)).toMatchObject({ entries: 3, amount: '7', open: '3' });
  });

  it('of a day is what the budget calls spent', async () => {
    const { ledger, buy } = await shopping();
    for (const answer of [completed('6'), refusal(), lostReply()]) await buy('5', answer);
    await buy('5', { state: 'refunded', isRefundShown: true });
    expect((await total(ledger)).amount).toBe((await ledger.budget()).spent_today);
  });
});

describe('sums apart', () => {
  it('by day and by month, the latest first, as far as the days go', async () => {
    const { ledger, clock, buy } = await shopping();
    await buy('10', completed());
    clock.ms = Date.parse('2026-11-01T00:00:00+08:00');
    await buy('2', completed());
    clock.ms = Date.parse('2026-11-20T12:00:00+08:00');
    for (const price of ['3', '4']) await buy(price, completed());
    expect((await ledger.summary({ groupBy: 'day' })).groups).toMatchObject([
      { day: '2026-11-20', amount: '7', entries: 2 },
      { day: '2026-11-01', amount: '2' },
      { day: '2026-10-31', amount: '10' },
    ]);
    expect((await ledger.summary({ groupBy: 'month' })).groups).toMatchObject([
      { month: '2026-11', amount: '9' },
      { month: '2026-10', amount: '10' },
    ]);
    const november = { since: '2026-11-01', until: '2026-11-19' };
    expect(await ledger.summary(november)).toMatchObject({ total: { amount: '2' }, groups: [] });
  });

  it('by good, with pieces and the name that it had last, the dearest first', async () => {
    const { ledger, clock, buy } = await shopping();
    const at = (good: string, name: string) => ({
      ...{ good, evidence: { account: 'shop' } },
      goods: { name, specification: '月卡', quantity: 2 },
    });
    await buy('3', completed(), at('1/11', '旧名'));
    clock.ms += 1;
    await buy('3', completed(), at('1/11', '新名'));
    await buy('9', completed(), at('2/21', '年卡'));
    expect(await ledger.summary({ groupBy: 'good' })).toMatchObject({
      groups: [
        { kind: 'purchase', account: 'shop', good: '2/21', amount: '9', quantity: 2 },
        { good: '1/11', amount: '6', quantity: 4, goods: { name: '新名', specification: '月卡' } },
      ],
      groups_total: 2,
    });
    expect(await ledger.summary({ groupBy: 'good', limit: 1 })).toMatchObject({
      total: { amount: '15' },
      groups: [{ good: '2/21' }],
      groups_total: 2,
    });
  });

  it('by good, also without an account, without a number, and without a name that can be read', async () => {
    const path = `${scratchFolder()}/ledger.db`;
    const ledger = await scratchLedger({ path });
    const goods = { name: '月卡', specification: null, quantity: 1 };
    const some = { known: { good: '1', goods }, broken: { good: '2', goods }, none: { goods } };
    for (const [idempotencyKey, changes] of Object.entries(some))
      await ledger.execute(wish({ idempotencyKey, ...changes }), upstream(delivered).send);
    await byHand(path, "update entries set goods = '{' where good = '2'");
    const { groups } = await ledger.summary({ groupBy: 'good' });
    expect(new Map(groups.map((group) => [group.good, group.goods]))).toEqual(
      new Map([
        [null, null],
        ['1', goods],
        ['2', null],
      ]),
    );
  });

  it('by account', async () => {
    const { ledger, buy } = await shopping();
    await buy('3', completed(), { evidence: { account: 'a' } });
    await buy('4', completed(), { evidence: { account: 'b' } });
    await buy('5', completed());
    const { groups } = await ledger.summary({ groupBy: 'account' });
    for (const group of groups) expect(group).not.toHaveProperty('goods');
    expect(groups).toMatchObject([
      { kind: 'purchase', account: null, amount: '5' },
      { account: 'b', amount: '4' },
      { account: 'a', amount: '3' },
    ]);
  });
});
