import { parseMoney } from '@kamikit/core';
import { expect, it } from 'vitest';
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
  });
});

it.each<[SettledState, string]>([
  ['completed', '3'],
  ['pending', '3'],
  ['failed', '3'],
  ['unknown', '3'],
  ['refused', '0'],
  ['refunded', '0'],
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

it('the price that was paid in the end is what counts', async () => {
  const ledger = await scratchLedger(limits);
  await ledger.execute(wish(), upstream({ ...delivered, amount: parseMoney('2.85') }).send);
  expect((await ledger.budget()).spent_today).toBe('2.85');
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
  await ledger.assertWithinBudget(parseMoney('6.5'));
  await expect(ledger.assertWithinBudget(parseMoney('6.51'))).rejects.toMatchObject({ code: 'over_budget' });
  expect((await ledger.list()).total).toBe(0);
});

it('amounts below zero are a mistake by the program', async () => {
  const ledger = await scratchLedger();
  await expect(ledger.prepare(wish({ amount: parseMoney(-1) }))).rejects.toThrow(TypeError);
  await expect(scratchLedger({ dailyBudget: parseMoney(-1) })).rejects.toThrow(TypeError);
  await expect(scratchLedger({ leaseMs: Number.NaN })).rejects.toThrow(TypeError);
});
