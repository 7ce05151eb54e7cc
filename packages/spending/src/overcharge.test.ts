import { parseMoney } from '@kamikit/core';
import { describe, expect, it } from 'vitest';
import { ONE, openVendor } from './testing/open-vendor.ts';

const STATES = [
  [4, 'completed'],
  [1, 'pending'],
  [5, 'failed'],
] as const;

describe('a shop that quotes 10 yuan and charges 500', () => {
  it.each(STATES)(
    '(status %d, %s) does so once: the charge counts, and its account is suspended',
    async (status, state) => {
      const vendor = await openVendor(10, 10);
      const id = await vendor.buy('k', { charged: 500, answer: { status, actual_price: 500 } });
      expect(await vendor.ledger.get(id)).toMatchObject({
        ...{ state, agreed: '10', charged: '500', amount: '500', overcharged: true },
      });
      expect(await vendor.ledger.budget()).toMatchObject({ spent_today: '500' });
      const next = vendor.spender.purchase(ONE, { idempotencyKey: 'next', again: true });
      await expect(next).rejects.toMatchObject({ code: 'suspended', neverSent: true, entryId: id });
      expect(vendor.bought).toHaveLength(1);
    },
  );

  it('is bought from again once the owner lifts that', async () => {
    const vendor = await openVendor(10, 10);
    await vendor.buy('k', { charged: 500, answer: { status: 4, actual_price: 500 } });
    await vendor.ledger.liftSuspensions();
    await vendor.buy('next', { charged: 10, answer: { status: 4, actual_price: 10 } });
    expect(vendor.bought).toHaveLength(2);
  });

  it.each(['https://vendor.example/api/', 'https://vendor.example/%61pi'])(
    'is not bought from at %s either, nor by what earlier versions called that',
    async (url) => {
      for (const spelling of ['https://vendor.example/api', url]) {
        const vendor = await openVendor(10, 10);
        const { account, formerAccount } = vendor.storefrontAt(spelling);
        const evidence = { account: formerAccount ?? account };
        const wish = { kind: 'purchase', idempotencyKey: 'k', request: {}, amount: parseMoney(10), evidence };
        await vendor.ledger.execute(wish, async () => ({ state: 'completed', charged: parseMoney(500) }));
        const next = vendor.spenderAt(url).purchase(ONE, { idempotencyKey: 'next' });
        await expect(next).rejects.toMatchObject({ code: 'suspended' });
      }
    },
  );

  it('does so at most four times where thirty are wanted at once', async () => {
    const vendor = await openVendor(...Array.from({ length: 30 }, () => 10));
    const sale = { charged: 500, answer: { status: 4, actual_price: 500 } };
    await Promise.all(Array.from({ length: 30 }, (_, number) => vendor.buy(`k${number}`, sale)));
    expect(vendor.bought.length).toBeLessThanOrEqual(4);
  });

  it.each(STATES)('and does not tell (status %d) is found out by the account', async (status, state) => {
    const vendor = await openVendor(10, 10);
    const id = await vendor.buy('k', { charged: 500, answer: { status } });
    expect(await vendor.ledger.get(id)).toMatchObject({
      ...{ state, charged: '500', overcharged: true, evidence: { balance_after_answer: '-400' } },
    });
    expect(await vendor.ledger.suspensions()).toHaveLength(1);
  });

  it('is not suspected where another purchase explains what the account lost', async () => {
    const vendor = await openVendor(10, 10);
    const sale = { charged: 10, answer: { status: 1 } };
    await Promise.all([vendor.buy('first', sale), vendor.buy('second', sale)]);
    expect(vendor.account.balance).toBe(80);
    expect(await vendor.ledger.suspensions()).toEqual([]);
  });

  it('under a number that it gave before counts, and suspends the account', async () => {
    const vendor = await openVendor(10, 10);
    const answer = { status: 4, actual_price: 10, order_sn: 'SAME' };
    await vendor.buy('first', { charged: 10, answer });
    const id = await vendor.buy('second', { charged: 500, answer: { ...answer, actual_price: 500 } });
    expect(await vendor.ledger.get(id)).toMatchObject({
      state: 'unknown',
      charged: '500',
      overcharged: true,
    });
    expect(await vendor.ledger.suspensions()).toMatchObject([{ entry_id: id }]);
  });

  it('asks nobody for a yes that would not count', async () => {
    const vendor = await openVendor(10, 10);
    await vendor.buy('k', { charged: 500, answer: { status: 4, actual_price: 500 } });
    const confirm = () => Promise.reject(new Error('asked'));
    const next = vendor.spender.purchase(ONE, { idempotencyKey: 'next', again: true, confirm });
    await expect(next).rejects.toMatchObject({ code: 'suspended' });
  });
});
