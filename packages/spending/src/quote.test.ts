import { parseMoney } from '@kamikit/core';
import { describe, expect, it } from 'vitest';
import type { Quote } from './index.ts';
import { KINDS, openDealings } from './testing/open-dealings.ts';
import { openShop, PURCHASE, TRADE } from './testing/open-shop.ts';
import { openVendor } from './testing/open-vendor.ts';

const limits = { maxOrderTotal: parseMoney(100), dailyBudget: parseMoney(200), dailyCards: 5 };
const budget = {
  ...{ day: '2026-11-20', max_order_total: '100', daily_budget: '200', spent_today: '0', left_today: '200' },
  ...{ daily_cards: 5, cards_today: 0, cards_left_today: 5 },
};

/** Says yes, and keeps what it was shown. */
function yes() {
  const quotes: Quote[] = [];
  return { quotes, confirm: (quote: Quote) => quotes.push(quote) > 0 };
}

describe('whoever decides is shown', () => {
  it('what a purchase is and costs, from which account, and what the budget leaves', async () => {
    const { spender, storefront } = await openShop({ ledger: limits });
    const { quotes, confirm } = yes();
    await spender.purchase(PURCHASE, { idempotencyKey: 'k', confirm });
    expect(quotes).toEqual([
      {
        ...{ kind: 'purchase', name: '腾讯视频VIP会员', specification: '月卡', quantity: 2 },
        ...{ unit_price: '25', total: '50', balance: '1000' },
        ...{ upstream: 'storefront', account: storefront.account, budget },
      },
    ]);
  });

  it('what a trade is and costs, from which account, and what the budget leaves', async () => {
    const { spender, supplier } = await openShop({ ledger: limits });
    const { quotes, confirm } = yes();
    await spender.trade(TRADE, { idempotencyKey: 'k', confirm });
    expect(quotes).toEqual([
      {
        ...{ kind: 'supplier_trade', name: '腾讯视频VIP兑换码', specification: '月卡', quantity: 1 },
        ...{ unit_price: '13.5', total: '13.5', balance: '500', fields: {} },
        ...{ upstream: 'supplier', account: supplier.account, budget },
      },
    ]);
  });

  it('the card that is used or recharged, and the cards that are issued', async () => {
    const { run, code, cards } = await openDealings({ ledger: limits });
    const { quotes, confirm } = yes();
    for (const kind of ['use_card', 'recharge_card', 'generate_cards'] as const)
      await run[kind]({ idempotencyKey: 'k', confirm });
    const common = { upstream: 'cards', account: cards.account, budget };
    // One was recharged by then.
    const used = { ...common, budget: { ...budget, cards_today: 1, cards_left_today: 4 } };
    expect(quotes).toMatchObject([
      { ...common, kind: 'use_card', code, card: { used_count: 0, remaining_count: 5 } },
      { ...common, kind: 'recharge_card', code, amount: 3, card: { used_count: 1, remaining_count: 4 } },
      { ...used, kind: 'generate_cards', cards: { card_type: 'count', uses: 2, count: 2 } },
    ]);
  });

  it('that a card to be recharged is used up', async () => {
    const { spender, cards } = await openShop();
    const { codes } = await cards.generate({ card_type: 'count', uses: 1 });
    const [code = ''] = codes;
    await cards.use(code);
    const { quotes, confirm } = yes();
    const { result } = await spender.recharge({ code, amount: 2 }, { idempotencyKey: 'k', confirm });
    expect(quotes).toMatchObject([{ kind: 'recharge_card', card: 'card_exhausted' }]);
    expect(result?.card).toMatchObject({ remaining_count: 2 });
  });

  it('no balance by a supplier that does not tell it', async () => {
    const { spender, control } = await openShop();
    await control('supplier', { without: ['connect'] });
    const { quotes, confirm } = yes();
    await spender.trade(TRADE, { idempotencyKey: 'k', confirm });
    expect(quotes).toMatchObject([{ balance: null }]);
  });
});

describe.each(KINDS)('%s', (kind) => {
  it('that was agreed to is done, once it was asked for once', async () => {
    const { run, done } = await openDealings();
    const { quotes, confirm } = yes();
    for (const _ of [1, 2]) await run[kind]({ idempotencyKey: 'k', confirm });
    expect([quotes.length, done[kind]()]).toEqual([1, 1]);
  });

  it('that was declined is not sent, and may be asked for again', async () => {
    const { run, done, sent } = await openDealings();
    const declined = run[kind]({ idempotencyKey: 'k', confirm: () => false });
    await expect(declined).rejects.toMatchObject({
      ...{ code: 'declined', outcome: 'not_committed', neverSent: true },
    });
    expect(sent(kind)).toBe(0);
    await run[kind]({ idempotencyKey: 'k', confirm: async () => true });
    expect(done[kind]()).toBe(1);
  });
});

describe('a decision', () => {
  it.each([1, 'yes', {}, null, undefined])('of %j is a no', async (answer) => {
    const { spender, sandbox } = await openShop();
    const confirm = () => JSON.parse(JSON.stringify(answer) ?? 'null');
    await expect(spender.purchase(PURCHASE, { idempotencyKey: 'k', confirm })).rejects.toMatchObject({
      code: 'declined',
    });
    expect(sandbox.state().storefront.charges).toEqual([]);
  });

  it('that fails stops it with its own error, and leaves the key free', async () => {
    const { spender, sandbox } = await openShop();
    const failure = new RangeError('nobody is there');
    const confirm = async () => {
      throw failure;
    };
    await expect(spender.purchase(PURCHASE, { idempotencyKey: 'k', confirm })).rejects.toBe(failure);
    await spender.purchase(PURCHASE, { idempotencyKey: 'k' });
    expect(sandbox.state().storefront.charges).toHaveLength(1);
  });
});

describe('a price that was agreed to', () => {
  const wish = { goods_id: 1, sub_id: 1, quantity: 1, max_total: '50' };
  const confirm = () => true;

  it('and rose meanwhile is not paid, though it is within every limit', async () => {
    const { bought, spender } = await openVendor(10, 40);
    await expect(spender.purchase(wish, { idempotencyKey: 'k', confirm })).rejects.toMatchObject({
      ...{ code: 'price_changed', outcome: 'not_committed', neverSent: true },
      message: expect.stringContaining('from 10 to 40'),
    });
    expect(bought).toEqual([]);
  });

  it('and fell meanwhile is paid as it is now', async () => {
    const { bought, spender, ledger } = await openVendor(10, 8);
    await spender.purchase(wish, { idempotencyKey: 'k', confirm });
    expect(bought).toHaveLength(1);
    expect(await ledger.find('purchase', 'k')).toMatchObject({ amount: '8' });
  });
});
