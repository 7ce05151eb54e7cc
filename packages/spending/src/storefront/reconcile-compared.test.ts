import type { Money } from '@kamikit/core';
import type { LedgerEntry } from '@kamikit/ledger';
import { describe, expect, it } from 'vitest';
import { madeOrder, madeStorefront } from '../testing/made-clients.ts';
import { at, madeEntry, madeParts, yuan } from '../testing/made-ledger.ts';
import { START } from '../testing/open-shop.ts';
import { reconcilePurchase } from './reconcile.ts';

const ADVICE = expect.stringContaining('Check the order list');
const BEFORE = { balance_before: '100', total_spent_before: '50' };
const NOBODY_ELSE = { signal: undefined, isTouchedByOthers: async () => false };

/** A lost purchase for ten yuan, which was read at once and written down twenty seconds later. */
function lost(changes: Partial<LedgerEntry> = {}): LedgerEntry {
  const evidence = { ...BEFORE, ...changes.evidence };
  return madeEntry({ kind: 'purchase', created_at: at(20), sent_at: at(20), ...changes, evidence });
}

/** Another one for ten yuan, sent and answered so many seconds after the account was read for the lost one. */
function other(seconds: number, changes: Partial<LedgerEntry> = {}): LedgerEntry {
  const times = { created_at: at(seconds), sent_at: at(seconds), updated_at: at(seconds) };
  return madeEntry({ id: 'o', kind: 'purchase', state: 'completed', ...times, ...changes });
}

type Account = {
  balance: Money | null;
  total_spent: Money | null;
  level_name: null;
};

/** What is found where the account is so now, and these others are in the ledger. */
async function found(account: Account, told: Parameters<typeof madeParts>[0] = {}, entry = lost()) {
  const storefront = madeStorefront({ getBalance: async () => account });
  const parts = madeParts({ ...told, parts: { storefront } });
  return reconcilePurchase(entry, { ...NOBODY_ELSE, parts });
}

const after = (balance: number, total_spent: number): Account => ({
  ...{ balance: yuan(balance), total_spent: yuan(total_spent), level_name: null },
});
const TEN_LESS = after(90, 60);

/** Whether ten yuan less are put down to the lost one, to the other one, or to nobody for sure. */
async function whoseTen(each: LedgerEntry, told: Parameters<typeof madeParts>[0] = {}, entry = lost()) {
  const finding = await found(TEN_LESS, { ...told, others: [each] }, entry);
  if (finding.verdict === 'undecidable') return 'nobody’s for sure';
  return finding.verdict === 'committed' ? 'the lost one’s' : 'the other one’s';
}

describe('the account of a lost purchase', () => {
  const told = (balance: number | null, total_spent: number | null, other_spending = '0') => ({
    ...{ balance_after: balance && `${balance}`, total_spent_after: total_spent && `${total_spent}` },
    other_spending,
  });

  it('that did not move says that nothing was bought', async () => {
    const evidence = told(100, 50);
    expect(await found(after(100, 50))).toStrictEqual({ verdict: 'not_committed', evidence });
  });

  it.each([10, 9])('that moved by %d yuan, at most the price, says that it was bought', async (spent) => {
    expect(await found(after(100 - spent, 50 + spent))).toStrictEqual({
      verdict: 'committed',
      settlement: {
        ...{ state: 'pending', charged: `${spent}`, evidence: told(100 - spent, 50 + spent) },
        advice: expect.stringContaining(`The shop charged ${spent} yuan`),
      },
    });
  });

  it('that moved by more than the price proves nothing but that', async () => {
    expect(await found(after(89, 61))).toStrictEqual({
      ...{ verdict: 'undecidable', evidence: told(89, 61), charged: '11' },
      advice: expect.stringMatching(/^11 yuan left the account\. Check the order list/),
    });
  });

  it.each([
    ['fell without anything spent', 90, 50],
    ['did not fall by what was spent', 100, 60],
    ['rose by as much as less was spent', 105, 45],
  ])('that %s proves nothing', async (_, balance, spent) => {
    const undecidable = { verdict: 'undecidable', evidence: told(balance, spent), advice: ADVICE };
    expect(await found(after(balance, spent))).toStrictEqual(undecidable);
  });

  it.each([
    ['how much is left', { ...after(100, 50), balance: null }, told(null, 50)],
    ['how much was spent', { ...after(100, 50), total_spent: null }, told(100, null)],
  ])('that does not tell %s proves nothing', async (_, account, evidence) => {
    expect(await found(account)).toStrictEqual({ verdict: 'undecidable', evidence, advice: ADVICE });
  });

  it.each([
    ['how much was left before', { evidence: { ...BEFORE, balance_before: null } }],
    ['how much was spent before', { evidence: { ...BEFORE, total_spent_before: null } }],
    ['its price', { amount: null }],
  ])('proves nothing about an entry that does not say %s', async (_, changes) => {
    const others = [other(30, { evidence: { total_spent_before: '50' } })];
    const evidence = told(100, 50, '10');
    const undecidable = { verdict: 'undecidable', evidence, advice: ADVICE };
    expect(await found(after(100, 50), { others }, lost(changes))).toStrictEqual(undecidable);
  });
});

describe('ten yuan less are', () => {
  it.each([
    ['after it was written down', 21, 'the other one’s'],
    ['as it was written down', 20, 'nobody’s for sure'],
    ['a minute before its account was read', -60, 'nobody’s for sure'],
    ['longer before', -61, 'the lost one’s'],
  ])('of one that was sent %s: %s, %s', async (_, seconds, whose) => {
    expect(await whoseTen(other(seconds))).toBe(whose);
  });

  it('nobody’s for sure beside one that was sent long before, and under way by the order of events', async () => {
    expect(await whoseTen(other(-61), { underWay: ['o'] })).toBe('nobody’s for sure');
  });

  it.each(['pending', 'failed', 'unknown', 'sent', 'refunded'] as const)(
    'nobody’s for sure beside one after it that is %s',
    async (state) => {
      expect(await whoseTen(other(21, { state }))).toBe('nobody’s for sure');
    },
  );

  it.each([
    ['is of another kind', { kind: 'supplier_trade' }],
    ['is of another kind, and damaged', { kind: 'use_card', damaged: ['request'] }],
    ['was refused', { state: 'refused' }],
    ['is of another account', { evidence: { account: 'another' } }],
    ['was never sent', { sent_at: null }],
    ['costs nothing', { amount: null }],
  ] as const)('the lost one’s where the other %s', async (_, changes) => {
    expect(await whoseTen(other(21, changes))).toBe('the lost one’s');
  });

  it.each([
    ['a minute before the account was read, or since', -60, 'nobody’s for sure'],
    ['longer before', -61, 'the lost one’s'],
  ])('where a damaged one changed last %s: %s', async (_, seconds, whose) => {
    const damaged = other(21, { damaged: ['request'], updated_at: at(seconds) });
    expect(await whoseTen(damaged)).toBe(whose);
  });

  it('nobody’s for sure although a clear one comes after an unclear one', async () => {
    const others = [other(21, { state: 'pending', amount: yuan(0) }), other(21)];
    expect(await found(TEN_LESS, { others })).toMatchObject({ verdict: 'undecidable' });
  });

  it('of all others together, each as it was charged', async () => {
    const others = [other(21, { charged: yuan(4) }), other(21, { amount: yuan(6) })];
    expect(await found(TEN_LESS, { others })).toStrictEqual({
      verdict: 'not_committed',
      evidence: { balance_after: '90', total_spent_after: '60', other_spending: '10' },
    });
  });
});

describe('by what had been spent when the account was read for the other one', () => {
  const THERE = { evidence: { total_spent_before: '40' } };
  const MISSING = { evidence: { total_spent_before: '40.1' } };

  it('its charge that is in the reading, and was answered before that, is not what is missing', async () => {
    expect(await whoseTen(other(-10, THERE))).toBe('the lost one’s');
    expect(await whoseTen(other(0, { ...THERE, updated_at: at(-1) }))).toBe('the lost one’s');
  });

  it.each([
    ['was answered as the account was read', 0, 0],
    ['was sent after that, by its clock', 1, -1],
    ['was sent after the lost one', 21, 21],
  ])('nobody knows whose it is where the other one %s', async (_, sent, updated) => {
    const each = other(sent, { ...THERE, updated_at: at(updated) });
    expect(await whoseTen(each)).toBe('nobody’s for sure');
  });

  it('nobody knows where it was answered before that, and its reading does not say', async () => {
    expect(await whoseTen(other(-10))).toBe('nobody’s for sure');
  });

  it.each([
    ['was sent after the account was read', 1, 'the other one’s'],
    ['was sent as it was read', 0, 'nobody’s for sure'],
    ['was sent before', -10, 'nobody’s for sure'],
    ['was sent long before', -61, 'nobody’s for sure'],
  ])('its charge that cannot be in the reading counts where it %s: %s, %s', async (_, seconds, whose) => {
    expect(await whoseTen(other(seconds, MISSING))).toBe(whose);
  });

  it('what it was charged tells, before what it was to cost', async () => {
    const less = other(-10, { ...MISSING, charged: yuan(9.9) });
    expect(await whoseTen(less)).toBe('the lost one’s');
  });
});

describe('the shop is asked', () => {
  const signal = new AbortController().signal;

  it('for the order where its number is known, and for the one that was placed', async () => {
    const order = madeOrder({ status: 4, actual_price: yuan(9) });
    const asked: unknown[] = [];
    const storefront = madeStorefront({
      async getOrder(...args) {
        asked.push(...args);
        return order;
      },
    });
    const placed = { goods_id: 1, sub_id: 11, quantity: 2 };
    const entry = lost({ reference: 'SN', request: { ...placed, max_total: '20', mode: 'sync' } });
    const parts = madeParts({ parts: { storefront } });
    const finding = await reconcilePurchase(entry, { ...NOBODY_ELSE, parts, signal });
    expect(finding).toMatchObject({ verdict: 'committed', settlement: { state: 'completed', charged: '9' } });
    expect(asked).toStrictEqual(['SN', { signal, placed }]);
    expect(asked[1]).toHaveProperty('signal', signal);
  });

  it('for the account once what was sent shows, for as long as the caller waits; for others since a minute before', async () => {
    const asked: unknown[] = [];
    const storefront = madeStorefront({
      async getBalance(options) {
        asked.push(options?.signal);
        return after(100, 50);
      },
    });
    const parts = madeParts({ parts: { storefront } });
    await reconcilePurchase(lost(), { ...NOBODY_ELSE, parts, signal });
    expect(parts.timing.now()).toBe(START + 5_000);
    expect(asked).toEqual([signal]);
    expect(asked[0]).toBe(signal);
    expect(parts.sinces).toEqual([START - 60_000]);
    const cancelled = {
      ...NOBODY_ELSE,
      parts: madeParts({ parts: { storefront } }),
      signal: AbortSignal.abort(),
    };
    await expect(reconcilePurchase(lost(), cancelled)).rejects.toThrow(/abort/);
    expect(asked).toHaveLength(1);
  });
});
