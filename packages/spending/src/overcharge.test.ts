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

  it('asks nobody for a yes that would not count', async () => {
    const vendor = await openVendor(10, 10);
    await vendor.buy('k', { charged: 500, answer: { status: 4, actual_price: 500 } });
    const confirm = () => Promise.reject(new Error('asked'));
    const next = vendor.spender.purchase(ONE, { idempotencyKey: 'next', again: true, confirm });
    await expect(next).rejects.toMatchObject({ code: 'suspended' });
  });
});
