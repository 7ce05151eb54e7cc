import { KamikitError, parseMoney } from '@kamikit/core';
import type { Ledger, Settlement } from '@kamikit/ledger';
import { describe, expect, it } from 'vitest';
import type { Spender } from './index.ts';
import { openShop, PURCHASE, type Shop, TRADE } from './testing/open-shop.ts';
import { openVendor } from './testing/open-vendor.ts';

const NOT_SENT = { outcome: 'not_committed', neverSent: true };
const charges = ({ sandbox }: Shop) => sandbox.state().storefront.charges.length;

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

it('a key that names nothing is refused before anything is asked', async () => {
  const { spender, requests } = await openShop();
  await expect(spender.purchase(PURCHASE, { idempotencyKey: '' })).rejects.toThrow('idempotencyKey');
  expect(requests()).toBe(0);
});

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

describe('the price bound', () => {
  it('of a purchase lets nothing out above it', async () => {
    const shop = await openShop();
    const wish = { ...PURCHASE, max_total: '49.99' };
    await expect(shop.spender.purchase(wish, { idempotencyKey: 'k' })).rejects.toMatchObject({
      ...{ ...NOT_SENT, code: 'price_changed', upstream: 'storefront' },
      message: expect.stringMatching(/2 × 腾讯视频VIP会员 \[月卡\] now costs 50 yuan.*49\.99/),
    });
    expect(shop.sandbox.state().counts.storefront).toEqual({ get_stock: 1, get_balance: 1 });
  });

  it('of a trade lets nothing out above it', async () => {
    const { spender, sandbox } = await openShop();
    await expect(
      spender.trade({ ...TRADE, max_total: '13.49' }, { idempotencyKey: 'k' }),
    ).rejects.toMatchObject({ ...NOT_SENT, code: 'price_changed', upstream: 'supplier' });
    expect(sandbox.state().counts.supplier?.trade).toBeUndefined();
  });

  it('of a trade holds where the shop tells the price of one only', async () => {
    const { spender, control, sandbox } = await openShop();
    await control('supplier', { without: ['connect', 'amount'] });
    const wish = { ...TRADE, quantity: 2 };
    await expect(spender.trade(wish, { idempotencyKey: 'k' })).rejects.toMatchObject({
      code: 'price_changed',
    });
    await spender.trade({ ...wish, max_total: 27 }, { idempotencyKey: 'k2' });
    expect(sandbox.state().supplier.charges).toMatchObject([{ amount: '27' }]);
  });

  it('leaves the key free, so that the owner may allow more under it', async () => {
    const { bought, spender } = await openVendor(60, 50);
    const wish = { goods_id: 1, sub_id: 1, quantity: 1, max_total: '50' };
    await expect(spender.purchase(wish, { idempotencyKey: 'k' })).rejects.toMatchObject(NOT_SENT);
    await spender.purchase(wish, { idempotencyKey: 'k' });
    expect(bought).toHaveLength(1);
  });
});

describe('a shop that shows no price above zero', () => {
  it.each([0, -5])('(%d) is sent nothing, and the key stays free', async (price) => {
    const { bought, spender, ledger } = await openVendor(price, 10);
    const wish = { goods_id: 1, sub_id: 1, quantity: 1, max_total: '50' };
    const buy = () => spender.purchase(wish, { idempotencyKey: 'k' });
    await expect(buy()).rejects.toMatchObject({ ...NOT_SENT, code: 'malformed_response' });
    expect([bought, (await ledger.list()).total]).toEqual([[], 0]);
    await buy();
    expect(bought).toHaveLength(1);
  });
});

describe('budgets', () => {
  it.each([
    ['order', { maxOrderTotal: parseMoney('49.99') }],
    ['day', { dailyBudget: parseMoney('49.99') }],
  ])('for one %s let nothing beyond them out', async (_, limits) => {
    const shop = await openShop({ ledger: limits });
    await expect(shop.spender.purchase(PURCHASE, { idempotencyKey: 'k' })).rejects.toMatchObject({
      ...{ ...NOT_SENT, code: 'over_budget' },
    });
    expect(charges(shop)).toBe(0);
  });

  it('say so before anybody is asked', async () => {
    const { spender } = await openShop({ ledger: { maxOrderTotal: parseMoney(49) } });
    const confirm = () => expect.unreachable('asked');
    await expect(spender.purchase(PURCHASE, { idempotencyKey: 'k', confirm })).rejects.toMatchObject({
      code: 'over_budget',
    });
  });

  it('for a day count purchases and trades together, and start anew at midnight in Shanghai', async () => {
    const { spender, sandbox, pass } = await openShop({ ledger: { dailyBudget: parseMoney(50) } });
    await spender.trade(TRADE, { idempotencyKey: 'k' });
    const buy = () => spender.purchase(PURCHASE, { idempotencyKey: 'k' });
    await expect(buy()).rejects.toMatchObject({ code: 'over_budget' });
    await pass(8 * 3_600_000);
    await buy();
    expect(sandbox.state().storefront.charges).toHaveLength(1);
  });

  it('hold for what is bought at the same moment', async () => {
    const shop = await openShop({ ledger: { dailyBudget: parseMoney(99) } });
    const buy = (idempotencyKey: string) => shop.spender.purchase(PURCHASE, { idempotencyKey });
    const outcomes = await Promise.allSettled(['1', '2', '3', '4'].map(buy));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(charges(shop)).toBe(1);
  });

  it('hold although another purchase used them up while somebody was asked', async () => {
    const shop = await openShop({ ledger: { dailyBudget: parseMoney(99) } });
    const confirm = async () => {
      await shop.spender.purchase(PURCHASE, { idempotencyKey: 'meanwhile', again: true });
      return true;
    };
    const asked = shop.spender.purchase(PURCHASE, { idempotencyKey: 'k', again: true, confirm });
    await expect(asked).rejects.toMatchObject({ ...NOT_SENT, code: 'over_budget' });
    expect(charges(shop)).toBe(1);
  });

  it('bind no dealing that costs nothing', async () => {
    const { spender, sandbox } = await openShop({ ledger: { dailyBudget: parseMoney(0) } });
    await spender.issue({ card_type: 'count', uses: 1 }, { idempotencyKey: 'k' });
    expect(sandbox.state().cards.generated).toHaveLength(1);
  });
});

describe('what the shop does not have', () => {
  it.each([
    [{ sub_id: 999 }, 'not_found', 'it has: 11, 12, 13'],
    [{ goods_id: 8, sub_id: 81 }, 'out_of_stock', '0 in stock, 2 wanted'],
  ])('%j is %s, and the key stays free', async (change, code, message) => {
    const { spender, sandbox } = await openShop();
    await expect(spender.purchase({ ...PURCHASE, ...change }, { idempotencyKey: 'k' })).rejects.toMatchObject(
      { ...NOT_SENT, code, message: expect.stringContaining(message) },
    );
    expect(sandbox.state().counts.storefront?.purchase_async).toBeUndefined();
  });

  it.each([
    [{ sku_id: 999 }, 'not_found', 'no SKU 999'],
    [{ sku_id: 61 }, 'invalid_request', '充值账号'],
    [{ fields: { other: 'x' } }, 'invalid_request', 'other'],
  ])('a trade of %j is %s, and the key stays free', async (change, code, message) => {
    const { spender, sandbox } = await openShop();
    await expect(spender.trade({ ...TRADE, ...change }, { idempotencyKey: 'k' })).rejects.toMatchObject({
      ...{ ...NOT_SENT, code, message: expect.stringContaining(message) },
    });
    expect(sandbox.state().counts.supplier?.trade).toBeUndefined();
  });

  it('a card that is unknown cannot be used, and the key stays free', async () => {
    const { spender, sandbox } = await openShop();
    await expect(spender.use({ code: 'NONE' }, { idempotencyKey: 'k' })).rejects.toMatchObject({
      ...{ ...NOT_SENT, code: 'not_found' },
    });
    expect(sandbox.state().counts.cards?.use).toBeUndefined();
  });
});

describe('a reading that fails', () => {
  it.each([
    ['storefront', 'get_stock', (shop: Shop) => shop.spender.purchase(PURCHASE, { idempotencyKey: 'k' })],
    ['supplier', 'items', (shop: Shop) => shop.spender.trade(TRADE, { idempotencyKey: 'k' })],
    ['cards', 'verify', (shop: Shop) => shop.spender.use({ code: 'C' }, { idempotencyKey: 'k' })],
    [
      'cards',
      'verify',
      (shop: Shop) => shop.spender.recharge({ code: 'C', amount: 1 }, { idempotencyKey: 'k' }),
    ],
  ] as const)(
    'at the %s (%s) says that nothing was sent and that the key is free',
    async (upstream, operation, run) => {
      const shop = await openShop();
      shop.sandbox.addFault({ upstream, operation, kind: 'status', status: 401, times: 4 });
      await expect(run(shop)).rejects.toMatchObject({ ...NOT_SENT, code: 'unauthorized' });
      expect((await shop.ledger.list()).total).toBe(0);
    },
  );
});

describe('a refusal of the upstream', () => {
  it('uses the key up, costs nothing, and is what the key tells from then on', async () => {
    const { spender, sandbox, ledger } = await openShop();
    sandbox.addFault({ upstream: 'storefront', operation: 'purchase', kind: 'status', status: 422 });
    const error = { code: 'invalid_request', outcome: 'not_committed', neverSent: false };
    const buy = () => spender.purchase(PURCHASE, { idempotencyKey: 'k' });
    await expect(buy()).rejects.toMatchObject(error);
    await expect(buy()).rejects.toMatchObject(error);
    expect(sandbox.state().counts.storefront?.purchase_async).toBe(1);
    expect(await ledger.budget()).toMatchObject({ spent_today: '0' });
  });
});

it('in sync mode a purchase brings its cards at once, and counts as what was agreed where less was charged', async () => {
  const { spender, sandbox, ledger } = await openShop();
  const bought = await spender.purchase({ ...PURCHASE, mode: 'sync' }, { idempotencyKey: 'k' });
  const [order] = sandbox.state().storefront.orders;
  expect(bought).toMatchObject({ state: 'completed', charged: '47.5', result: { cards: order?.cards } });
  expect(await ledger.budget()).toMatchObject({ spent_today: '50' });
});
