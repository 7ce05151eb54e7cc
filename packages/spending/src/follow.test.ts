import { DatabaseSync } from 'node:sqlite';
import { KamikitError, StorefrontClient } from '@kamikit/core';
import { describe, expect, it } from 'vitest';
import { openDealings } from './testing/open-dealings.ts';
import { openShop, PURCHASE, type Shop } from './testing/open-shop.ts';

const BY_HAND = { sku_id: 101, quantity: 1, max_total: 15 };
const bought = ({ spender }: Pick<Shop, 'spender'>) => spender.purchase(PURCHASE, { idempotencyKey: 'k' });

/** Keeps every other process from writing to the ledger. */
function hold(path: string): Disposable {
  const other = new DatabaseSync(path);
  other.exec('begin immediate');
  return { [Symbol.dispose]: () => other.close() };
}

describe('follow', () => {
  it('asks for an order until it is finished, and the ledger has its cards', async () => {
    const shop = await openShop({ sandbox: { orderDelayMs: 60_000 } });
    const { id } = await bought(shop);
    const entry = await shop.spender.follow(id);
    const [order] = shop.sandbox.state().storefront.orders;
    expect(entry).toMatchObject({ id, state: 'completed', notice: null, result: { cards: order?.cards } });
    expect(await shop.ledger.get(id)).toMatchObject({ state: 'completed', result: entry.result });
  });

  it('asks for a trade until it is finished, and the ledger has its goods', async () => {
    const { spender, ledger } = await openShop({ sandbox: { orderDelayMs: 60_000 } });
    const wish = { sku_id: 111, quantity: 1, max_total: 36 };
    const { id, state } = await spender.trade(wish, { idempotencyKey: 'k' });
    expect(state).toBe('pending');
    expect(await spender.follow(id)).toMatchObject({ state: 'completed', notice: null });
    expect(await ledger.get(id)).toMatchObject({ result: { contents: expect.any(String), notice: null } });
  });

  it.each([
    [0, 1],
    [10_000, 7],
  ])('for at most %d ms asks for what is made by hand %d times', async (maxWaitMs, times) => {
    const { spender, sandbox } = await openShop();
    const { id } = await spender.trade(BY_HAND, { idempotencyKey: 'k' });
    expect(await spender.follow(id, { maxWaitMs })).toMatchObject({
      ...{ state: 'pending', result: { contents: null, notice: expect.stringContaining('耐心') } },
    });
    expect(sandbox.state().counts.supplier?.query).toBe(times);
  });

  it('that is cancelled ends, and the entry stays open', async () => {
    const { spender, ledger } = await openShop();
    const { id } = await spender.trade(BY_HAND, { idempotencyKey: 'k' });
    const cancel = new AbortController();
    const { reference } = (await ledger.get(id)) ?? {};
    const followed = spender.followTrade(reference ?? '', {
      signal: cancel.signal,
      onPoll: () => cancel.abort(),
    });
    await expect(followed).rejects.toThrow(/abort/);
    await expect(spender.follow(id, { signal: cancel.signal })).rejects.toThrow(/abort/);
    expect(await ledger.get(id)).toMatchObject({ state: 'pending' });
  });

  it.each([
    [5, 'failed', 'whether the money came back'],
    [6, 'failed', '异常'],
    [-1, 'failed', 'whether the money came back'],
  ])('records an order of status %d as %s, and what to do', async (status, state, advice) => {
    const shop = await openShop({ sandbox: { orderDelayMs: 60_000 } });
    const { id, reference } = await bought(shop);
    await shop.control('orders', { order_sn: reference, status });
    expect(await shop.spender.follow(id)).toMatchObject({ state, advice: expect.stringContaining(advice) });
  });

  it.each([
    [121, 'refunded', '9.5'],
    [131, 'failed', '8'],
  ])('records that SKU %d is %s, and what it leaves of the budget', async (sku_id, state, spent_today) => {
    const { spender, ledger } = await openShop({ sandbox: { orderDelayMs: 60_000 } });
    const { id } = await spender.trade({ sku_id, quantity: 1, max_total: 10 }, { idempotencyKey: 'k' });
    expect(await spender.follow(id)).toMatchObject({ state });
    expect(await ledger.budget()).toMatchObject({ spent_today });
  });

  it('gives back without a request what is finished', async () => {
    const shop = await openShop();
    const { id } = await bought(shop);
    const finished = await shop.spender.follow(id);
    const asked = shop.requests();
    expect(await shop.spender.follow(id)).toEqual(finished);
    expect(shop.requests()).toBe(asked);
  });

  it('gives back without a request what no upstream tells by a number', async () => {
    const { run, lose, ledger, spender, requests } = await openDealings();
    for (const kind of ['purchase', 'use_card', 'generate_cards'] as const) {
      lose(kind, 'reset_after');
      await expect(run[kind]({ idempotencyKey: 'k' })).rejects.toMatchObject({ outcome: 'unknown' });
      const { id = '' } = (await ledger.find(kind, 'k')) ?? {};
      const asked = requests();
      expect(await spender.follow(id)).toMatchObject({ state: 'unknown', notice: null });
      expect(requests()).toBe(asked);
    }
  });

  it('finds a lost trade by its number', async () => {
    const { run, lose, ledger, spender } = await openDealings();
    lose('supplier_trade', 'reset_after');
    await expect(run.supplier_trade({ idempotencyKey: 'k' })).rejects.toMatchObject({ outcome: 'unknown' });
    const { id = '' } = (await ledger.find('supplier_trade', 'k')) ?? {};
    expect(await spender.follow(id)).toMatchObject({ state: 'completed' });
  });

  it('does not ask another account than the one of the entry', async () => {
    const shop = await openShop();
    const { id } = await bought(shop);
    const { url: baseUrl } = shop.sandbox.storefront;
    const storefront = new StorefrontClient({ apiKey: 'another', baseUrl, timing: shop.timing });
    const asked = shop.requests();
    await expect(shop.spenderWith({ storefront }).follow(id)).rejects.toMatchObject({
      ...{ code: 'config_invalid', message: expect.stringContaining('different account') },
    });
    expect(shop.requests()).toBe(asked);
  });

  it('of what the ledger does not hold is not_found', async () => {
    const { spender } = await openShop();
    await expect(spender.follow('none')).rejects.toMatchObject({ code: 'not_found' });
  });

  it('settles its own entry where a shop gave one number to two orders', async () => {
    const shop = await openShop();
    const { id, reference, request, evidence } = await bought(shop);
    await shop.pass(1_000);
    const { entry } = await shop.ledger.prepare({
      kind: 'purchase',
      idempotencyKey: 'l',
      amount: null,
      request,
      evidence,
    });
    await shop.ledger.markSent(entry.id);
    await shop.ledger.settle(entry.id, { state: 'pending', reference: reference ?? '' });
    expect(await shop.spender.follow(id)).toMatchObject({ id, state: 'completed', notice: null });
    expect(await shop.ledger.get(id)).toMatchObject({ state: 'completed' });
    expect(await shop.ledger.get(entry.id)).toMatchObject({ state: 'pending' });
  });

  it.each(['follow', 'followOrder', 'reconcile'] as const)(
    '%s believes nothing of an order for another quantity than the entry asked for',
    async (way) => {
      const shop = await openShop();
      const { reference, request, evidence } = await bought(shop);
      const wish = { kind: 'purchase', idempotencyKey: 'l', amount: null, evidence };
      await shop.pass(1_000);
      const { entry } = await shop.ledger.prepare({ ...wish, request: { ...request, quantity: 1 } });
      await shop.ledger.markSent(entry.id);
      await shop.ledger.settle(entry.id, { state: 'pending', reference: reference ?? '' });
      const asked = shop.spender[way](way === 'followOrder' ? (reference ?? '') : entry.id);
      await expect(asked).rejects.toMatchObject({
        ...{ code: 'malformed_response', message: expect.stringContaining('a quantity of 2 instead of 1') },
      });
      expect(await shop.ledger.get(entry.id)).toMatchObject({ state: 'pending', result: null });
    },
  );

  it('gives the goods with a notice when the ledger cannot be written', async () => {
    const shop = await openShop({ ledger: { busyTimeoutMs: 0 } });
    const { id } = await bought(shop);
    using _ = hold(shop.path);
    const [order] = shop.sandbox.state().storefront.orders;
    expect(await shop.spender.follow(id)).toMatchObject({
      ...{ id, state: 'completed', result: { cards: order?.cards } },
      notice: expect.stringMatching(/^Keep this answer: .*locked by another process/),
    });
  });
});

describe('followOrder and followTrade', () => {
  it('tell of an order that this ledger does not hold, and write nothing', async () => {
    const { spender, storefront, ledger } = await openShop();
    const { order_sn } = await storefront.purchaseAsync({ goods_id: 1, sub_id: 11, quantity: 1 });
    const followed = await spender.followOrder(order_sn);
    expect(followed).toMatchObject({ entryId: null, notice: null, settlement: { state: 'completed' } });
    expect(followed.settlement.result.cards).toEqual(expect.any(String));
    expect((await ledger.list()).total).toBe(0);
  });

  it('tell of a trade that this ledger does not hold, and write nothing', async () => {
    const { spender, supplier, ledger } = await openShop();
    const trade_no = '280000000001795206088944';
    await supplier.trade({ sku_id: 11, quantity: 1, trade_no });
    expect(await spender.followTrade(trade_no)).toMatchObject({
      ...{ entryId: null, notice: null, settlement: { result: { contents: expect.any(String) } } },
    });
    expect((await ledger.list()).total).toBe(0);
  });

  it('bring the entry up to date where there is one, and tell of each answer', async () => {
    const shop = await openShop({ sandbox: { orderDelayMs: 2_000 } });
    const { id, reference } = await bought(shop);
    const seen: string[] = [];
    const { entryId } = await shop.spender.followOrder(reference ?? '', {
      onPoll: ({ state }) => seen.push(state),
    });
    expect(entryId).toBe(id);
    expect(new Set(seen)).toEqual(new Set(['pending', 'completed']));
    expect(await shop.ledger.get(id)).toMatchObject({ state: 'completed' });
  });

  it('do not bring the order of one shop into the entry of another that has its number', async () => {
    const shop = await openShop();
    const { id, reference } = await bought(shop);
    const { url, apiKey } = shop.sandbox.storefront;
    const other = new StorefrontClient({
      apiKey,
      baseUrl: url,
      timing: shop.timing,
      account: 'another shop',
    });
    const followed = await shop.spenderWith({ storefront: other }).followOrder(reference ?? '');
    expect(followed).toMatchObject({
      ...{ entryId: null, settlement: { state: 'completed' } },
      notice: expect.stringMatching(/^Keep this answer: .*different account/),
    });
    expect(await shop.ledger.get(id)).toMatchObject({ state: 'pending' });
  });

  it('give the goods with a notice when the ledger cannot be opened', async () => {
    const shop = await openShop();
    const { reference } = await bought(shop);
    const failure = new KamikitError('The file is damaged.', { code: 'config_invalid' });
    const spender = shop.spenderWith({ ledger: () => Promise.reject(failure) });
    expect(await spender.followOrder(reference ?? '')).toMatchObject({
      ...{ entryId: null, settlement: { state: 'completed', result: { cards: expect.any(String) } } },
      notice: 'Keep this answer: the ledger could not record it. The file is damaged.',
    });
  });

  it('throw what the shop answers about a number that it does not know', async () => {
    const { spender } = await openShop();
    await expect(spender.followOrder('NONE')).rejects.toMatchObject({ code: 'not_found' });
    await expect(spender.followTrade('2'.repeat(24))).rejects.toMatchObject({ upstream: 'supplier' });
  });
});
