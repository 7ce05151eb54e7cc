import { KamikitError, parseMoney } from '@kamikit/core';
import type { Ledger, Settlement } from '@kamikit/ledger';
import { describe, expect, it } from 'vitest';
import type { Spender } from './index.ts';
import { charges, openShop, PURCHASE } from './testing/open-shop.ts';

/** An entry for `PURCHASE` under the key `k`, brought to a state by hand. */
async function enter(ledger: Ledger, settlement?: Settlement | 'sent'): Promise<string> {
  const request = { ...PURCHASE, mode: 'async' };
  const wish = { kind: 'purchase', idempotencyKey: 'k', request, amount: parseMoney(50) };
  const { entry } = await ledger.prepare(wish);
  if (settlement === undefined) return entry.id;
  await ledger.markSent(entry.id);
  if (settlement !== 'sent') await ledger.settle(entry.id, settlement);
  return entry.id;
}

const refused = (neverSent: boolean): Settlement => {
  const error = new KamikitError('库存不足', { code: 'out_of_stock', outcome: 'not_committed', neverSent });
  return { state: 'refused', error, neverSent };
};

describe('a key that was used', () => {
  it.each(['completed', 'pending', 'failed', 'refunded'] as const)(
    'and stands as %s gives its entry, and nothing is asked or sent',
    async (state) => {
      const { ledger, spender, requests } = await openShop();
      const id = await enter(ledger, { state, result: { order_sn: 'SN', cards: 'A-1' } });
      const again = await spender.purchase(PURCHASE, { idempotencyKey: 'k' });
      expect(again).toMatchObject({ id, state, result: { order_sn: 'SN', cards: 'A-1', status: null } });
      expect(requests()).toBe(0);
    },
  );

  it.each([
    ['prepared', undefined, { code: 'duplicate_in_progress', outcome: 'unknown' }],
    ['sent', 'sent', { code: 'duplicate_in_progress', outcome: 'unknown' }],
    ['unknown', { state: 'unknown' }, { code: 'outcome_unknown', outcome: 'unknown' }],
    ['refused', refused(false), { code: 'out_of_stock', outcome: 'not_committed', neverSent: false }],
  ] as const)(
    'and stands as %s gives its error, and nothing is asked or sent',
    async (_, settlement, error) => {
      const { ledger, spender, requests } = await openShop();
      await enter(ledger, settlement);
      await expect(spender.purchase(PURCHASE, { idempotencyKey: 'k' })).rejects.toMatchObject(error);
      expect(requests()).toBe(0);
    },
  );

  it('for what was never sent may be used again', async () => {
    const shop = await openShop();
    await enter(shop.ledger, refused(true));
    await shop.spender.purchase(PURCHASE, { idempotencyKey: 'k' });
    expect(charges(shop)).toBe(1);
  });

  it.each([{ quantity: 1 }, { sub_id: 12 }, { max_total: '60' }, { mode: 'sync' as const }])(
    'is key_conflict with %j, and nothing is asked or sent',
    async (change) => {
      const { ledger, spender, requests } = await openShop();
      await enter(ledger, { state: 'completed' });
      await expect(
        spender.purchase({ ...PURCHASE, ...change }, { idempotencyKey: 'k' }),
      ).rejects.toMatchObject({ code: 'key_conflict', outcome: 'not_committed' });
      expect(requests()).toBe(0);
    },
  );

  it('is the same whether yuan are given as text or as a number', async () => {
    const shop = await openShop();
    await shop.spender.purchase({ ...PURCHASE, max_total: '50.0' }, { idempotencyKey: 'k' });
    await shop.spender.purchase({ ...PURCHASE, max_total: 50 }, { idempotencyKey: 'k' });
    expect(charges(shop)).toBe(1);
  });

  it('is not put to whoever decides', async () => {
    const { ledger, spender } = await openShop();
    await enter(ledger, { state: 'completed' });
    const confirm = () => expect.unreachable('asked');
    expect(await spender.purchase(PURCHASE, { idempotencyKey: 'k', confirm })).toMatchObject({
      state: 'completed',
    });
  });

  it('meanwhile is answered by what it bought, and not by the budget that it used up', async () => {
    const shop = await openShop({ ledger: { dailyBudget: parseMoney(50) } });
    const buy = (spender: Spender, confirm?: () => boolean) =>
      spender.purchase(PURCHASE, { idempotencyKey: 'k', confirm });
    let given = 0;
    const storefront = async () => {
      given += 1;
      // The first is for the readings; right after them the budget is looked at.
      if (given === 2) await buy(shop.spender);
      return shop.storefront;
    };
    const late = shop.spenderWith({ storefront });
    const again = await buy(late, () => expect.unreachable('asked'));
    expect(again).toMatchObject({ state: 'pending', id: (await shop.ledger.find('purchase', 'k'))?.id });
    expect(charges(shop)).toBe(1);
  });

  it.each([
    ['declined', () => false],
    ['broken off', () => Promise.reject(new Error('no answer'))],
  ])('is answered by what it bought while somebody was asked, though that was %s', async (_, decide) => {
    const shop = await openShop();
    const confirm = async () => {
      await shop.spender.purchase(PURCHASE, { idempotencyKey: 'k' });
      return decide();
    };
    const again = await shop.spender.purchase(PURCHASE, { idempotencyKey: 'k', confirm });
    expect(again).toMatchObject({ state: 'pending', amount: '50' });
    expect(charges(shop)).toBe(1);
  });

  it('at the same moment sends once', async () => {
    const shop = await openShop();
    const both = [1, 2].map(() => shop.spender.purchase(PURCHASE, { idempotencyKey: 'k' }));
    await Promise.allSettled(both);
    expect(charges(shop)).toBe(1);
  });
});
