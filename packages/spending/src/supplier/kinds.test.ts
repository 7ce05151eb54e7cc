import type { SupplierClient } from '@kamikit/core';
import { describe, expect, it } from 'vitest';
import { madeSupplier, madeTrade } from '../testing/made-clients.ts';
import { madeEntry, madeParts, yuan } from '../testing/made-ledger.ts';
import { supplierTrade } from './kinds.ts';

const NUMBER = '2'.repeat(24);
const REQUEST = { sku_id: 11, quantity: 2, max_total: yuan(50), fields: { account: 'wished' } };
const DELIVERED = madeTrade({ status: 1, contents: 'A-1' });
const { signal } = new AbortController();

const partsWith = (answers: Partial<SupplierClient>, notifyUrl: string | null = null) =>
  madeParts({ parts: { supplier: madeSupplier(answers), notifyUrl } });

describe('a trade is sent', () => {
  async function sent(reference: string | null, evidence: object, notifyUrl: string | null) {
    const asked: unknown[] = [];
    const trade = async (...args: unknown[]) => {
      asked.push(...args);
      return DELIVERED;
    };
    const entry = madeEntry({ reference, evidence: { ...evidence } });
    expect(await supplierTrade.send(REQUEST, entry, partsWith({ trade }, notifyUrl))).toMatchObject({
      ...{ state: 'completed', delivered: 1, result: { contents: 'A-1' } },
    });
    return asked;
  }

  it('as it was quoted, under its number, with where to tell of it', async () => {
    const url = 'https://me.example/notify';
    expect(await sent(NUMBER, { fields: { account: 'posted' } }, url)).toStrictEqual([
      {
        ...{ sku_id: 11, quantity: 2, fields: { account: 'posted' }, is_new: true },
        ...{ trade_no: NUMBER, async_url: url },
      },
    ]);
  });

  it('as it was wished for where nothing else is known', async () => {
    const { fields } = REQUEST;
    expect(await sent(null, {}, null)).toStrictEqual([{ sku_id: 11, quantity: 2, fields, is_new: true }]);
  });
});

describe('a trade is followed', () => {
  it.each([
    [{ signal, maxWaitMs: 7 }, 7],
    [{ signal }, Number.POSITIVE_INFINITY],
  ])('by its number for as long as is said: %j', async (options, maxWaitMs) => {
    const seen: unknown[] = [];
    const waitForTrade: SupplierClient['waitForTrade'] = async (number, { onPoll, ...rest } = {}) => {
      expect([number, rest]).toStrictEqual([NUMBER, { signal, maxWaitMs }]);
      expect(rest.signal).toBe(signal);
      onPoll?.(madeTrade(), 5);
      return DELIVERED;
    };
    const onPoll = (...told: unknown[]) => seen.push(...told);
    const followed = supplierTrade.follow?.(NUMBER, null, partsWith({ waitForTrade }), {
      ...options,
      onPoll,
    });
    expect(await followed).toMatchObject({ state: 'completed', result: { contents: 'A-1' } });
    expect(seen).toMatchObject([{ state: 'pending' }, 5]);
  });

  it('although nobody listens', async () => {
    const waitForTrade: SupplierClient['waitForTrade'] = async (_, options) => {
      options?.onPoll?.(madeTrade(), 5);
      return DELIVERED;
    };
    const followed = supplierTrade.follow?.(NUMBER, null, partsWith({ waitForTrade }), {});
    expect(await followed).toMatchObject({ state: 'completed' });
  });
});

describe('of a trade', () => {
  const stored = {
    shop_trade_no: '7',
    status: 0,
    amount: null,
    trade_time: null,
    contents: null,
    notice: 'A',
  };

  it('two are alike by what is posted, blanks around it aside', () => {
    const alike = (fields?: object) => supplierTrade.likeness(REQUEST, { fields });
    const like = { sku_id: 11, quantity: 2 };
    expect(alike({ account: ' posted ' })).toStrictEqual({ ...like, fields: { account: 'posted' } });
    expect(alike()).toStrictEqual({ ...like, fields: { account: 'wished' } });
  });

  it('no card is issued, and nothing is touched or left open', () => {
    expect([supplierTrade.cards(REQUEST), supplierTrade.touches(REQUEST)]).toEqual([0, null]);
    expect([supplierTrade.leftOpen, supplierTrade.hasOwnReference]).toEqual([[], true]);
  });

  it('the goods are what was written, once its owner says so, and a notice beside none stays one', () => {
    const untold = { ...stored, status: null };
    expect(supplierTrade.asDelivered(untold)).toStrictEqual({ ...untold, contents: 'A', notice: null });
    expect(supplierTrade.asDelivered(stored)).toStrictEqual(stored);
    expect(supplierTrade.delivered(untold)).toBe('A');
  });

  it('the balance is asked for as long as the caller waits', async () => {
    const asked: unknown[] = [];
    const connect: SupplierClient['connect'] = async (options) => {
      asked.push(options?.signal);
      return { username: null, balance: yuan(9) };
    };
    expect(await supplierTrade.balance?.(partsWith({ connect }), signal)).toBe('9');
    expect(asked[0]).toBe(signal);
  });
});
