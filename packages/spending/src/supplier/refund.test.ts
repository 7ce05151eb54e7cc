import { formatShanghaiTime, parseMoney } from '@kamikit/core';
import { describe, expect, it } from 'vitest';
import { openShop, type ShopOptions } from '../testing/open-shop.ts';
import { openWholesaler } from '../testing/open-wholesaler.ts';

const SLOW = { sandbox: { orderDelayMs: 60_000 } };
const REFUNDED = { sku_id: 121, quantity: 1, max_total: 10 };
const HOUR_MS = 3_600_000;

/** A trade of 9.5 yuan that the shop called refunded. */
async function openRefunded(options: ShopOptions = SLOW) {
  const shop = await openShop(options);
  const { id } = await shop.spender.trade(REFUNDED, { idempotencyKey: 'k' });
  expect(await shop.spender.follow(id)).toMatchObject({ state: 'refunded', refund_shown: false });
  return { ...shop, id, spent: async () => (await shop.ledger.budget()).spent_today };
}

describe('a refund', () => {
  it('frees its money once the account’s balance shows it', async () => {
    const { id, spender, spent } = await openRefunded();
    expect(await spent()).toBe('9.5');
    expect(await spender.reconcile(id)).toMatchObject({
      ...{ state: 'refunded', refund_shown: true, advice: expect.stringContaining('came back') },
      evidence: { balance_before: '500', balance_after: '500' },
    });
    expect(await spent()).toBe('0');
  });

  it('is looked for by itself', async () => {
    const { spender, spent, pass } = await openRefunded();
    await pass(HOUR_MS);
    await spender.lookAgain();
    expect(await spent()).toBe('0');
  });

  it('that the balance does not show goes on counting, and is not looked for once its day is over', async () => {
    const { id, spender, supplier, spent, pass, requests } = await openRefunded();
    await supplier.trade({ sku_id: 11, quantity: 1 });
    expect(await spender.reconcile(id)).toMatchObject({
      ...{ state: 'refunded', refund_shown: false },
      advice: expect.stringContaining('holds 486.5 yuan, and would hold 500'),
    });
    expect(await spent()).toBe('9.5');
    await pass(24 * HOUR_MS);
    await spender.lookAgain();
    const asked = requests();
    await pass(24 * HOUR_MS);
    await spender.lookAgain();
    expect(requests()).toBe(asked);
  });

  it('is told from what this ledger bought meanwhile', async () => {
    const { id, spender, spent } = await openRefunded();
    await spender.trade({ sku_id: 11, quantity: 1, max_total: 20 }, { idempotencyKey: 'other' });
    expect(await spender.reconcile(id)).toMatchObject({ refund_shown: true });
    expect(await spent()).toBe('13.5');
  });

  it('of an earlier trade is not taken for this one’s', async () => {
    const { spender, supplier, ledger, pass } = await openShop(SLOW);
    const first = await spender.trade(REFUNDED, { idempotencyKey: 'first' });
    await pass(1_000);
    const second = await spender.trade(REFUNDED, { idempotencyKey: 'second', again: true });
    for (const { id } of [first, second]) await spender.follow(id);
    // As if only one of the two refunds had come: this one has not been refunded yet.
    await supplier.trade({ sku_id: REFUNDED.sku_id, quantity: 1 });
    for (const { id } of [second, first])
      expect(await spender.reconcile(id)).toMatchObject({ refund_shown: false });
    expect(await ledger.budget()).toMatchObject({ spent_today: '19' });
  });

  it('is not seen in what another trade cost while this one’s balance was still being read', async () => {
    const { account, ledger, mark, pass, spender, timing } = await openWholesaler();
    const trade = async (idempotencyKey: string, read_at: string) => {
      const evidence = { account: mark, balance_before: String(account.balance), read_at };
      const wish = { kind: 'supplier_trade', idempotencyKey, request: {}, amount: parseMoney(10), evidence };
      const { id } = (await ledger.prepare(wish)).entry;
      await ledger.markSent(id);
      account.balance -= 10;
      return id;
    };
    const asked = formatShanghaiTime(timing.now());
    await pass(1_000);
    const other = await trade('other', formatShanghaiTime(timing.now()));
    await ledger.settle(other, { state: 'completed', charged: parseMoney(10) });
    await pass(5_000);
    const id = await trade('slow', asked);
    await ledger.settle(id, { state: 'refunded' });
    expect(await spender.reconcile(id)).toMatchObject({
      ...{ refund_shown: false, advice: expect.stringContaining('holds 980 yuan, and would hold 990') },
    });
  });

  it('at a shop that shows no balance counts until the end of its day', async () => {
    const shop = await openShop(SLOW);
    await shop.control('supplier', { without: ['connect'] });
    const { id } = await shop.spender.trade(REFUNDED, { idempotencyKey: 'k' });
    await shop.spender.follow(id);
    expect(await shop.spender.reconcile(id)).toMatchObject({
      ...{ refund_shown: false, advice: expect.stringContaining('does not show the account’s balance') },
    });
  });
});
