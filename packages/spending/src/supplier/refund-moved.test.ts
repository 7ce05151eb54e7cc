import { KamikitError, type Money } from '@kamikit/core';
import type { LedgerEntry } from '@kamikit/ledger';
import { describe, expect, it } from 'vitest';
import { madeSupplier } from '../testing/made-clients.ts';
import { at, madeEntry, madeParts, yuan } from '../testing/made-ledger.ts';
import { findRefund } from './refund.ts';

/** A trade that is called refunded: the account was read for it at once, and it was written down ten seconds later. */
const refunded = (changes: Partial<LedgerEntry> = {}) =>
  madeEntry({ state: 'refunded', created_at: at(10), ...changes });

/** Another one for four yuan, for which the account was read so many seconds after it was for that one. */
function other(seconds: number, changes: Partial<LedgerEntry> = {}): LedgerEntry {
  const evidence = { read_at: at(seconds), ...changes.evidence };
  const times = { created_at: at(seconds), sent_at: at(seconds), updated_at: at(seconds) };
  return madeEntry({ id: 'o', state: 'completed', amount: yuan(4), ...times, ...changes, evidence });
}

function told(balance: Money | null, others: readonly LedgerEntry[] = []) {
  const asked: unknown[] = [];
  const supplier = madeSupplier({
    async connect(options) {
      asked.push(options?.signal);
      return { username: null, balance };
    },
  });
  const parts = madeParts({ others, parts: { supplier } });
  return { parts, asked, signal: undefined, isTouchedByOthers: async () => false };
}

describe('a refund', () => {
  it.each([100, 101])('shows in %d yuan where the account had 100 before', async (amount) => {
    expect(await findRefund(refunded(), told(yuan(amount)))).toStrictEqual({
      verdict: 'committed',
      settlement: {
        ...{ state: 'refunded', isRefundShown: true, evidence: { balance_after: `${amount}` } },
        advice: expect.stringContaining('came back'),
      },
    });
  });

  it('does not show in less', async () => {
    expect(await findRefund(refunded(), told(yuan(99.9)))).toStrictEqual({
      ...{ verdict: 'undecidable', evidence: { balance_after: '99.9' } },
      advice: expect.stringContaining('holds 99.9 yuan, and would hold 100:'),
    });
  });

  it('cannot show where the account shows no balance, or did not before', async () => {
    const advice = expect.stringContaining('does not show the account’s balance');
    const undecidable = { verdict: 'undecidable', advice };
    expect(await findRefund(refunded(), told(null))).toStrictEqual({ ...undecidable, evidence: {} });
    const unread = refunded({ evidence: { balance_before: null } });
    const evidence = { balance_after: '100' };
    expect(await findRefund(unread, told(yuan(100)))).toStrictEqual({ ...undecidable, evidence });
  });

  it('is looked for for as long as the caller waits, and beside what changed since the account was read', async () => {
    const { signal } = new AbortController();
    const context = told(yuan(100));
    await findRefund(refunded(), { ...context, signal });
    expect(context.asked[0]).toBe(signal);
    expect(context.parts.sinces).toEqual([Date.parse(at(0))]);
  });

  it('is not looked for by who does not answer with an error of an upstream', async () => {
    const broken = (error: Error) => ({
      ...told(null),
      parts: madeParts({ parts: { supplier: madeSupplier({ connect: () => Promise.reject(error) }) } }),
    });
    const missing = new KamikitError('no such page', { code: 'not_found' });
    expect(await findRefund(refunded(), broken(missing))).toMatchObject({ verdict: 'undecidable' });
    await expect(findRefund(refunded(), broken(new RangeError('aborted')))).rejects.toThrow('aborted');
  });
});

describe('what the account would hold', () => {
  async function expected(...others: LedgerEntry[]): Promise<number> {
    const finding = await findRefund(refunded(), told(yuan(0), others));
    const advice = finding.verdict === 'undecidable' ? finding.advice : '';
    return Number(/would hold (\S+):/.exec(advice)?.[1]);
  }

  it('is less by what was bought after it was written down, as charged, or else as agreed', async () => {
    expect(await expected(other(11))).toBe(96);
    expect(await expected(other(11, { charged: yuan(3) }), other(12))).toBe(93);
  });

  it.each(['pending', 'failed', 'refunded', 'unknown', 'sent', 'refused'] as const)(
    'is not less by what is %s since',
    async (state) => {
      expect(await expected(other(11, { state }))).toBe(100);
    },
  );

  it.each([9, 10])(
    'is not less by what was read %d s after it, before it was written down',
    async (seconds) => {
      expect(await expected(other(seconds))).toBe(100);
    },
  );

  it.each(['failed', 'refunded'] as const)('is more by what was %s since of earlier ones', async (state) => {
    expect(await expected(other(-9, { state, updated_at: at(0) }))).toBe(104);
    expect(await expected(other(10, { state, charged: yuan(3) }))).toBe(103);
    expect(await expected(other(-9, { state, updated_at: at(-1) }))).toBe(100);
  });

  it.each(['completed', 'pending', 'unknown'] as const)(
    'is not more by earlier ones that are %s',
    async (state) => {
      expect(await expected(other(-9, { state, updated_at: at(1) }))).toBe(100);
    },
  );

  it.each([
    ['of another kind', { kind: 'purchase' }],
    ['of another account', { evidence: { account: 'another' } }],
    ['that was never sent', { sent_at: null }],
    ['that costs nothing', { amount: null, charged: yuan(4) }],
  ])('is the same beside one %s', async (_, changes) => {
    expect(await expected(other(11, changes))).toBe(100);
  });
});
