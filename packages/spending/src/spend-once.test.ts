import { parseMoney } from '@kamikit/core';
import { describe, expect, it } from 'vitest';
import { charges, openShop, PURCHASE, type Shop, TRADE } from './testing/open-shop.ts';
import { openVendor } from './testing/open-vendor.ts';

const NOT_SENT = { outcome: 'not_committed', neverSent: true };

it.each(['{"idempotencyKey":""}', '{"idempotencyKey":7}', '{}'])(
  'a key that names nothing is refused before anything is asked: %s',
  async (options) => {
    const { spender, requests } = await openShop();
    const bought = spender.purchase(PURCHASE, JSON.parse(options));
    await expect(bought).rejects.toThrow('idempotencyKey must be a text');
    expect(requests()).toBe(0);
  },
);

describe('the price bound', () => {
  it('of a purchase lets nothing out above it', async () => {
    const shop = await openShop();
    const wish = { ...PURCHASE, max_total: '49.99' };
    await expect(shop.spender.purchase(wish, { idempotencyKey: 'k' })).rejects.toMatchObject({
      ...{ ...NOT_SENT, code: 'price_changed', upstream: 'storefront' },
      message: expect.stringMatching(/2 × “腾讯视频VIP会员 \[月卡\]” now costs 50 yuan.*49\.99/),
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
