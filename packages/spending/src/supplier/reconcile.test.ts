import { KamikitError, type SupplierClient } from '@kamikit/core';
import { describe, expect, it } from 'vitest';
import { madeSupplier, madeTrade } from '../testing/made-clients.ts';
import { madeEntry, madeParts, yuan } from '../testing/made-ledger.ts';
import { reconcileTrade } from './reconcile.ts';

const NUMBER = '2'.repeat(24);
const DELIVERED = madeTrade({ status: 1, contents: 'A-1' });
const { signal } = new AbortController();

const partsWith = (answers: Partial<SupplierClient>) =>
  madeParts({ parts: { supplier: madeSupplier(answers) } });

describe('a lost trade', () => {
  const entry = madeEntry({ reference: NUMBER });
  const look = (findTrade: SupplierClient['findTrade'], of = entry) =>
    reconcileTrade(of, { parts: partsWith({ findTrade }), signal, isTouchedByOthers: async () => false });
  const never = async () => expect.unreachable('there is no number to ask for');

  it('that the shop knows took place', async () => {
    const asked: unknown[] = [];
    const known = look(async (...args) => {
      asked.push(...args);
      return DELIVERED;
    });
    expect(await known).toMatchObject({ verdict: 'committed', settlement: { state: 'completed' } });
    expect(asked).toStrictEqual([NUMBER, { signal }]);
    expect(asked[1]).toHaveProperty('signal', signal);
  });

  it('that the shop does not know did not', async () => {
    const evidence = { shop_knows_trade: false };
    expect(await look(async () => null)).toStrictEqual({ verdict: 'not_committed', evidence });
  });

  it('proves nothing without a number, or where the shop cannot be asked', async () => {
    const missing = new KamikitError('no such page', { code: 'not_found' });
    const undecidable = { verdict: 'undecidable', evidence: {} };
    expect(await look(never, madeEntry())).toStrictEqual({
      ...{ ...undecidable, advice: expect.stringContaining('no trade number') },
    });
    expect(await look(() => Promise.reject(missing))).toStrictEqual({
      ...{ ...undecidable, advice: expect.stringContaining('cannot be asked about trades') },
    });
  });

  it.each([new KamikitError('busy', { code: 'rate_limited' }), new RangeError('else')])(
    'is not judged by another failure: %s',
    async (error) => {
      await expect(look(() => Promise.reject(error))).rejects.toBe(error);
    },
  );

  it('that is called refunded is looked for in the balance', async () => {
    const connect = async () => ({ username: null, balance: yuan(100) });
    const parts = partsWith({ connect, findTrade: never });
    const context = { parts, signal, isTouchedByOthers: async () => false };
    expect(await reconcileTrade(madeEntry({ state: 'refunded', reference: NUMBER }), context)).toMatchObject({
      settlement: { isRefundShown: true },
    });
  });
});
