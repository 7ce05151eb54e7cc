import { parseMoney } from '@kamikit/core';
import { describe, expect, it } from 'vitest';
import type { Ledger, MandateTerms, Wish } from './index.ts';
import { clocked, MINUTE_MS } from './testing/clocked.ts';
import { delivered, upstream, wish } from './testing/scratch.ts';
import { buy, stateOf, TEN } from './testing/under-mandates.ts';

const DAY_MS = 24 * 60 * MINUTE_MS;

describe('a mandate', () => {
  it('lets through what is inside it, unasked, and each use names it', async () => {
    const { ledger } = await clocked();
    const { id } = await ledger.addMandate(TEN, 'command line');
    expect(await buy(ledger)).toMatchObject({
      ...{ state: 'completed', mandate: id, quote_until: null, decided_by: null },
    });
    expect(await ledger.mandates()).toMatchObject([{ id, uses: 1, used_today: '3', used_this_week: '3' }]);
    expect(await ledger.verify()).toEqual([]);
  });

  it('is not needed, and not used, by what nobody has to allow', async () => {
    const { ledger } = await clocked();
    await ledger.addMandate(TEN, 'page');
    expect(await ledger.execute(wish(), upstream(delivered).send)).toMatchObject({ mandate: null });
    expect(await ledger.mandates()).toMatchObject([{ uses: 0 }]);
  });

  it('is told as it was given, with who gave it and when', async () => {
    const { ledger } = await clocked();
    const terms: MandateTerms = {
      ...{ max_order: parseMoney(5), per_day: parseMoney(20), per_week: parseMoney(50) },
      ...{ goods: ['12', '13/4'], account: 'shop', kinds: ['purchase'], until: '2026-12-31' },
    };
    const added = await ledger.addMandate(terms, 'page');
    expect(added).toMatchObject({ ...terms, created_by: 'page', created_at: '2026-11-20T12:00:00+08:00' });
    expect(await ledger.mandates()).toEqual([added]);
    const [one, other] = [await ledger.addMandate(TEN, 'page'), await ledger.addMandate(TEN, 'page')];
    expect((await ledger.mandates()).map(({ id }) => id)).toEqual([added.id, one.id, other.id]);
    expect(one).toMatchObject({ goods: null, account: null, kinds: ['purchase', 'supplier_trade'] });
  });

  it.each<[string, Partial<MandateTerms>, Partial<Wish>, string, string]>([
    ['order', { max_order: parseMoney(3) }, { amount: parseMoney('3.01') }, 'completed', 'awaiting_approval'],
    [
      'account',
      { ...TEN, account: 'shop' },
      { evidence: { account: 'x' } },
      'completed',
      'awaiting_approval',
    ],
    [
      'account, where there is none',
      { ...TEN, account: 'shop' },
      { evidence: {} },
      'completed',
      'awaiting_approval',
    ],
    ['kind', { ...TEN, kinds: ['purchase'] }, { kind: 'supplier_trade' }, 'completed', 'awaiting_approval'],
    ['kind by default', TEN, { kind: 'use_card', amount: null }, 'completed', 'awaiting_approval'],
    ['good', { ...TEN, goods: ['12'] }, { good: '13/34' }, 'completed', 'awaiting_approval'],
    [
      'good, and not what only begins like it',
      { ...TEN, goods: ['12'] },
      { good: '123' },
      'completed',
      'awaiting_approval',
    ],
    ['specification', { ...TEN, goods: ['12/34'] }, { good: '12/35' }, 'completed', 'awaiting_approval'],
    [
      'good, where there is none',
      { ...TEN, goods: ['12'] },
      { good: null },
      'completed',
      'awaiting_approval',
    ],
  ])('is limited by %s', async (_, terms, outside, inTerms, beyond) => {
    const { ledger } = await clocked();
    await ledger.addMandate(terms, 'page');
    expect(await stateOf(ledger)).toBe(inTerms);
    expect(await stateOf(ledger, outside)).toBe(beyond);
  });

  it.each([
    ['day', { per_day: parseMoney(6) }, DAY_MS],
    ['week', { per_week: parseMoney(6) }, 3 * DAY_MS],
  ])('for a %s covers no more than that, and anew in the next one', async (_, terms, toNext) => {
    const { ledger, clock } = await clocked();
    await ledger.addMandate(terms, 'page');
    const states = [await stateOf(ledger), await stateOf(ledger), await stateOf(ledger)];
    expect(states).toEqual(['completed', 'completed', 'awaiting_approval']);
    // Noon on Friday: by then it is Saturday, or Monday; right before, it is neither.
    const midnight = Date.parse('2026-11-20T00:00:00+08:00') + toNext;
    clock.ms = midnight - 1;
    expect(await stateOf(ledger)).toBe('awaiting_approval');
    clock.ms = midnight;
    expect(await stateOf(ledger)).toBe('completed');
  });

  it('for a week that began on Monday counts what was used on Monday', async () => {
    const { ledger, clock } = await clocked();
    await ledger.addMandate({ per_week: parseMoney(3) }, 'page');
    clock.ms = Date.parse('2026-11-16T00:00:00+08:00');
    expect(await stateOf(ledger)).toBe('completed');
    clock.ms = Date.parse('2026-11-22T23:59:59+08:00');
    expect(await stateOf(ledger)).toBe('awaiting_approval');
  });

  it('ends with its last day', async () => {
    const { ledger, clock } = await clocked();
    const { id } = await ledger.addMandate({ ...TEN, until: '2026-11-20' }, 'page');
    clock.ms = Date.parse('2026-11-20T23:59:59+08:00');
    const goods = { name: 'A card', specification: null, quantity: 1 };
    const quote = { ...goods, account: 'shop', good: '12/34', total: parseMoney(3) };
    const uncovered = async () => (await ledger.uncovered('purchase', [{ number: 1, quote }])).length;
    expect(await uncovered()).toBe(0);
    expect(await stateOf(ledger)).toBe('completed');
    clock.ms += 1_000;
    expect(await stateOf(ledger)).toBe('awaiting_approval');
    expect(await uncovered()).toBe(1);
    expect(await ledger.mandates()).toEqual([]);
    expect(await ledger.mandates({ all: true })).toMatchObject([{ id, revoked_at: null, uses: 1 }]);
  });

  it('of several limits covers what each of them has room for, of any of its goods', async () => {
    const { ledger } = await clocked();
    const limits = { max_order: parseMoney(10), per_day: parseMoney(5), per_week: parseMoney(20) };
    await ledger.addMandate({ ...limits, goods: ['12', '56'] }, 'page');
    expect(await stateOf(ledger, { amount: parseMoney(6) })).toBe('awaiting_approval');
    expect(await stateOf(ledger, { good: '56/7', amount: parseMoney(2) })).toBe('completed');
    expect(await stateOf(ledger, { good: '12/34', amount: parseMoney(3) })).toBe('completed');
  });

  it('goes no further than the budgets', async () => {
    const { ledger } = await clocked({ dailyBudget: parseMoney(5), maxOrderTotal: parseMoney(4) });
    await ledger.addMandate({ per_day: parseMoney(100) }, 'page');
    await expect(buy(ledger, { amount: parseMoney('4.01') })).rejects.toMatchObject({ code: 'over_budget' });
    expect(await stateOf(ledger)).toBe('completed');
    await expect(buy(ledger)).rejects.toMatchObject({ code: 'over_budget' });
  });

  it('through several ledgers at the same moment covers no more than its limit', async () => {
    const { open } = await clocked();
    const ledgers = [await open(), await open(), await open(), await open()];
    await ledgers[0]?.addMandate({ per_day: parseMoney(15) }, 'page');
    const states = await Promise.all(Array.from({ length: 12 }, (_, n) => stateOf(ledgers[n % 4] as Ledger)));
    expect(states.filter((state) => state === 'completed')).toHaveLength(5);
  });
});

describe('what costs nothing', () => {
  it('can be allowed without a limit in yuan', async () => {
    const { ledger } = await clocked();
    const use = { kind: 'use_card', amount: null, good: null };
    expect(await stateOf(ledger, use)).toBe('awaiting_approval');
    await ledger.addMandate({ kinds: ['use_card'] }, 'page');
    expect(await stateOf(ledger, use)).toBe('completed');
    expect(await stateOf(ledger, { ...use, amount: parseMoney(1) })).toBe('awaiting_approval');
  });
});

describe('a mandate is refused', () => {
  it.each<[string, Partial<MandateTerms>]>([
    ['that limits nothing', {}],
    ['that limits only what is bought', { goods: ['12'] }],
    ['that limits what costs nothing beside what spends', { kinds: ['use_card', 'purchase'] }],
    ['for no money', { max_order: parseMoney(0) }],
    ['for less than none', { ...TEN, per_day: parseMoney(-1) }],
    ['for no kind', { ...TEN, kinds: [] }],
    ['for no good', { ...TEN, goods: [] }],
    ['until no day', { ...TEN, until: '2026-02-30' }],
  ])('%s', async (_, terms) => {
    const { ledger } = await clocked();
    await expect(ledger.addMandate(terms, 'page')).rejects.toMatchObject({ code: 'invalid_request' });
    expect(() => ledger.assertMandate(terms)).toThrow('was not added');
    expect(await ledger.mandates({ all: true })).toEqual([]);
  });
});
