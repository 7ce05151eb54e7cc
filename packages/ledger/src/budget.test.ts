import { parseMoney } from '@kamikit/core';
import { describe, expect, it } from 'vitest';
import type { SettledState } from './index.ts';
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

const NOON = Date.parse('2026-11-20T12:00:00+08:00');
const limits = { dailyBudget: parseMoney('10'), maxOrderTotal: parseMoney('6.5'), now: () => NOON };

it('an order over the limit per order sends nothing and leaves no entry', async () => {
  const ledger = await scratchLedger(limits);
  const shop = upstream(delivered);
  const tooMuch = ledger.execute(wish({ amount: parseMoney('6.51') }), shop.send);
  await expect(tooMuch).rejects.toMatchObject({
    code: 'over_budget',
    outcome: 'not_committed',
    message: 'Over budget: 6.51 yuan requested, but at most 6.5 yuan is allowed per order.',
  });
  expect(shop.orders).toEqual([]);
  expect((await ledger.list()).total).toBe(0);
});

it('the day cannot cost more than its budget, to the last cent', async () => {
  const ledger = await scratchLedger(limits);
  const shop = upstream(delivered);
  await ledger.execute(wish({ idempotencyKey: 'a', amount: parseMoney('6.1') }), shop.send);
  const tooMuch = ledger.execute(wish({ idempotencyKey: 'b', amount: parseMoney('3.91') }), shop.send);
  await expect(tooMuch).rejects.toMatchObject({
    code: 'over_budget',
    message:
      'Over budget: 3.91 yuan requested, but only 3.9 of the 10 yuan for 2026-11-20 is left (6.1 spent).',
  });
  await ledger.execute(wish({ idempotencyKey: 'b', amount: parseMoney('3.9') }), shop.send);
  expect(await ledger.budget()).toEqual({
    day: '2026-11-20',
    max_order_total: '6.5',
    daily_budget: '10',
    spent_today: '10',
    left_today: '0',
    daily_cards: null,
    cards_today: 0,
    cards_left_today: null,
  });
});

it.each<[SettledState, string]>([
  ['completed', '3'],
  ['pending', '3'],
  ['failed', '3'],
  ['unknown', '3'],
  ['refunded', '3'],
  ['refused', '0'],
])('an order that is %s counts %s of 3 yuan', async (state, spent) => {
  const ledger = await scratchLedger(limits);
  await ledger.execute(wish(), upstream({ state }).send).catch(() => {});
  expect((await ledger.budget()).spent_today).toBe(spent);
});

it.each([
  [refusal(), '0'],
  [refusal('unreachable'), '0'],
  [lostReply(), '3'],
  [new Error('a bug'), '3'],
])('an order that ends in %s counts %s of 3 yuan', async (error, spent) => {
  const ledger = await scratchLedger(limits);
  await ledger.execute(wish(), upstream(error).send).catch(() => {});
  expect((await ledger.budget()).spent_today).toBe(spent);
});

it('what is prepared is reserved before it is sent', async () => {
  const ledger = await scratchLedger(limits);
  await ledger.prepare(wish());
  expect((await ledger.budget()).left_today).toBe('7');
});

describe('the larger of what was agreed and what was charged counts', () => {
  it.each<[SettledState, string, string]>([
    ['completed', '2.85', '3'],
    ['completed', '500', '500'],
    ['pending', '500', '500'],
    ['failed', '500', '500'],
    ['unknown', '500', '500'],
    ['refunded', '500', '500'],
    ['refused', '500', '0'],
  ])('of an order for 3 yuan that is %s and was charged %s: %s', async (state, charged, spent) => {
    const ledger = await scratchLedger(limits);
    await ledger.execute(wish(), upstream({ state, charged: parseMoney(charged) }).send).catch(() => {});
    expect((await ledger.budget()).spent_today).toBe(spent);
  });

  it('and once more was charged than the day had left, nothing is left', async () => {
    const ledger = await scratchLedger(limits);
    await ledger.execute(wish(), upstream({ ...delivered, charged: parseMoney(500) }).send);
    expect(await ledger.budget()).toMatchObject({ spent_today: '500', left_today: '0' });
  });

  it('and what the shop says later makes no less of it', async () => {
    const ledger = await scratchLedger(limits);
    const { id } = await ledger.execute(wish(), upstream({ state: 'pending', charged: parseMoney(5) }).send);
    const entry = await ledger.settle(id, { state: 'completed', charged: parseMoney('0.01') });
    expect(entry).toMatchObject({ agreed: '3', charged: '5', amount: '5', overcharged: true });
  });
});

it('a refund frees its money once the account’s balance shows it, and not on the shop’s word', async () => {
  const ledger = await scratchLedger(limits);
  const { id } = await ledger.execute(wish(), upstream({ state: 'refunded' }).send);
  expect(await ledger.budget()).toMatchObject({ spent_today: '3' });
  const looked = await ledger.reconcile(id, async () => ({
    verdict: 'undecidable',
    evidence: { balance_after: '7' },
    advice: 'not there yet',
  }));
  expect(looked).toMatchObject({ state: 'refunded', refund_shown: false, advice: 'not there yet' });
  const settlement = { state: 'refunded', isRefundShown: true } as const;
  expect(await ledger.reconcile(id, async () => ({ verdict: 'committed', settlement }))).toMatchObject({
    refund_shown: true,
  });
  expect(await ledger.budget()).toMatchObject({ spent_today: '0' });
  const again = ledger.reconcile(id, () => Promise.reject(new Error('asked again')));
  expect(await again).toMatchObject({ refund_shown: true });
});

describe('cards issued and recharged', () => {
  const cardLimits = { dailyCards: 5, now: () => NOON };
  const issue = (idempotencyKey: string, cards: number) =>
    wish({ kind: 'generate_cards', idempotencyKey, amount: null, cards });

  it('are limited by their number a day', async () => {
    const ledger = await scratchLedger(cardLimits);
    const service = upstream(delivered);
    await ledger.execute(issue('a', 3), service.send);
    await expect(ledger.execute(issue('b', 3), service.send)).rejects.toMatchObject({
      ...{ code: 'over_budget', neverSent: true },
      message: 'Over budget: 3 to be issued or recharged, but only 2 of the 5 cards for 2026-11-20 are left.',
    });
    await ledger.execute(issue('b', 2), service.send);
    expect(await ledger.budget()).toMatchObject({ daily_cards: 5, cards_today: 5, cards_left_today: 0 });
    expect(service.orders).toHaveLength(2);
  });

  it.each<[SettledState, number]>([
    ['unknown', 3],
    ['refused', 0],
  ])('that are %s count as %d', async (state, cards_today) => {
    const ledger = await scratchLedger(cardLimits);
    await ledger.execute(issue('a', 3), upstream({ state }).send).catch(() => {});
    expect(await ledger.budget()).toMatchObject({ cards_today });
  });

  it('count anew every day, and without a limit are only counted', async () => {
    const clock = { ms: NOON };
    const ledger = await scratchLedger({ ...cardLimits, now: () => clock.ms });
    await ledger.execute(issue('a', 5), upstream(delivered).send);
    clock.ms += 24 * 60 * 60_000;
    expect(await ledger.budget()).toMatchObject({ cards_today: 0, cards_left_today: 5 });
    const free = await scratchLedger();
    await free.execute(issue('a', 1_000), upstream(delivered).send);
    expect(await free.budget()).toMatchObject({ cards_today: 1_000, cards_left_today: null });
  });
});

it('orders prepared at the same time through two ledgers on one file spend the budget once', async () => {
  const path = `${scratchFolder()}/ledger.db`;
  const ledgers = [await scratchLedger({ ...limits, path }), await scratchLedger({ ...limits, path })];
  const prepared = ledgers.flatMap((ledger, which) =>
    Array.from({ length: 10 }, (_, number) => ledger.prepare(wish({ idempotencyKey: `${which}-${number}` }))),
  );
  const outcomes = await Promise.allSettled(prepared);
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
  expect(await ledgers[0]?.budget()).toMatchObject({ spent_today: '9', left_today: '1' });
});

it('limits are written down by each open ledger, with the first entry that goes by them, and once', async () => {
  const path = `${scratchFolder()}/ledger.db`;
  const told = async () => (await byHand(path, "select seq from events where action = 'limits set'")).length;
  const first = await scratchLedger({ path, dailyBudget: parseMoney(9) });
  await first.prepare(wish({ idempotencyKey: 'a', amount: parseMoney(1) }));
  expect(await told()).toBe(1);
  const other = await scratchLedger({ path, dailyBudget: parseMoney(8) });
  expect(await other.prepare(wish({ idempotencyKey: 'a' }))).toMatchObject({ existing: true });
  expect(await told()).toBe(1);
  await other.prepare(wish({ idempotencyKey: 'b', amount: parseMoney(1) }));
  expect(await told()).toBe(2);
  for (const idempotencyKey of ['c', 'd'])
    await first.prepare(wish({ idempotencyKey, amount: parseMoney(1) }));
  expect(await told()).toBe(2);
});

it('a new day begins at midnight in Shanghai', async () => {
  const clock = { ms: Date.parse('2026-11-20T23:59:59+08:00') };
  const ledger = await scratchLedger({ ...limits, now: () => clock.ms });
  await ledger.execute(wish(), upstream(delivered).send);
  clock.ms += 1000;
  expect(await ledger.budget()).toMatchObject({ day: '2026-11-21', spent_today: '0', left_today: '10' });
});

it('without limits nothing is refused and nothing is said to be left', async () => {
  const ledger = await scratchLedger();
  await ledger.execute(wish({ amount: parseMoney('999999') }), upstream(delivered).send);
  expect(await ledger.budget()).toMatchObject({
    max_order_total: null,
    daily_budget: null,
    left_today: null,
  });
});

it('a preview says no without leaving anything behind', async () => {
  const ledger = await scratchLedger(limits);
  const asked = (amount: string) => ledger.assertAllowed(wish({ amount: parseMoney(amount) }));
  await asked('6.5');
  await expect(asked('6.51')).rejects.toMatchObject({ code: 'over_budget' });
  expect((await ledger.list()).total).toBe(0);
});

it('what costs nothing is no mistake, and neither is a budget of nothing', async () => {
  const ledger = await scratchLedger({ dailyBudget: parseMoney(0) });
  expect(await ledger.execute(wish({ amount: parseMoney(0) }), upstream(delivered).send)).toMatchObject(
    delivered,
  );
  const dear = ledger.execute(wish({ idempotencyKey: 'b' }), upstream(delivered).send);
  await expect(dear).rejects.toMatchObject({ code: 'over_budget' });
});

it('amounts below zero are a mistake by the program', async () => {
  const ledger = await scratchLedger();
  await expect(ledger.prepare(wish({ amount: parseMoney(-1) }))).rejects.toThrow(TypeError);
  await expect(scratchLedger({ dailyBudget: parseMoney(-1) })).rejects.toThrow(TypeError);
  await expect(scratchLedger({ leaseMs: Number.NaN })).rejects.toThrow(TypeError);
  await expect(scratchLedger({ dailyCards: -1 })).rejects.toThrow(TypeError);
  await expect(ledger.prepare(wish({ cards: 0.5 }))).rejects.toThrow(TypeError);
});
