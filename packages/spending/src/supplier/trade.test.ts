import { describe, expect, it } from 'vitest';
import { deliveredBy } from '../index.ts';
import { openShop } from '../testing/open-shop.ts';

const trade = (sku_id: number, more: object = {}) => ({ sku_id, quantity: 1, max_total: '5000', ...more });

describe('a trade', () => {
  it.each([
    ['a number that is too small', 33, 2],
    ['a word for none', 133, 1],
  ])('of which the stock is %s is refused before anything is sent', async (_, sku_id, quantity) => {
    const { spender, sandbox } = await openShop();
    await expect(spender.trade(trade(sku_id, { quantity }), { idempotencyKey: 'k' })).rejects.toMatchObject({
      code: 'out_of_stock',
      neverSent: true,
    });
    expect(sandbox.state().counts.supplier?.trade).toBeUndefined();
  });

  it('that found fewer than were ordered has failed, keeps its budget, and says who must settle it', async () => {
    const { spender, sandbox, ledger, control } = await openShop();
    await control('supplier', { stock_mode: 1 });
    const entry = await spender.trade(trade(33, { quantity: 2 }), { idempotencyKey: 'k' });
    expect(entry).toMatchObject({ state: 'failed', advice: expect.stringContaining('shop_trade_no') });
    expect(sandbox.state().supplier.charges).toHaveLength(1);
    expect((await ledger.budget()).spent_today).toBe(entry.amount);
  });

  it('posts the shop’s default where a choice was left open, and shows it to whoever decides', async () => {
    const { spender } = await openShop();
    const quotes: unknown[] = [];
    const confirm = (quote: unknown) => quotes.push(quote) > 0;
    const { evidence } = await spender.trade(trade(81), { idempotencyKey: 'k', confirm });
    expect(quotes).toMatchObject([{ fields: { region: 'cn' } }]);
    expect(evidence).toMatchObject({ fields: { region: 'cn' } });
  });

  it('of a shop that tells no status stays open, with what the shop wrote, until its owner settles it', async () => {
    const { spender, control } = await openShop();
    await control('supplier', { status_field: false, without: ['query'] });
    const entry = await spender.trade(trade(11), { idempotencyKey: 'k' });
    expect(entry).toMatchObject({ state: 'pending', result: { contents: null, notice: expect.any(String) } });
    const settled = await spender.settleByOwner(entry.id, 'delivered');
    expect(settled).toMatchObject({
      ...{ state: 'completed', advice: null, evidence: { owner_said: 'delivered' } },
      result: { contents: entry.result?.notice, notice: null },
    });
  });
});

it('however a choice is named, or left open, the same trade is taken for a mistake', async () => {
  const { spender, sandbox } = await openShop();
  await spender.trade(trade(81), { idempotencyKey: 'k' });
  const choices = [{ region: 'cn' }, { region: '国服' }, { region: '国服 ' }];
  for (const [number, fields] of choices.entries()) {
    const again = spender.trade(trade(81, { fields }), { idempotencyKey: `k${number}` });
    await expect(again).rejects.toMatchObject({ code: 'possible_duplicate' });
  }
  expect(sandbox.state().supplier.charges).toHaveLength(1);
});

it('our number is new, so that a refusal settles it without asking', async () => {
  const { spender, sandbox } = await openShop({ sandbox: { balance: 1 } });
  await expect(spender.trade(trade(11), { idempotencyKey: 'k' })).rejects.toMatchObject({
    ...{ code: 'insufficient_balance', outcome: 'not_committed' },
  });
  expect(sandbox.state().counts.supplier).toMatchObject({ trade: 1 });
  expect(sandbox.state().counts.supplier?.query).toBeUndefined();
});

it('the apology of a shop that tells no status is not what was delivered', async () => {
  const { spender, control } = await openShop();
  await control('supplier', { stock_mode: 1, status_field: false });
  const entry = await spender.trade(trade(33, { quantity: 2 }), { idempotencyKey: 'k' });
  expect(entry).toMatchObject({ state: 'failed', result: { notice: expect.any(String) } });
  expect(deliveredBy(entry)).toBeNull();
});

it('a lost trade at a shop that cannot be asked about trades is left to its owner', async () => {
  const { spender, control, sandbox, ledger, pass } = await openShop();
  await control('supplier', { without: ['query'] });
  sandbox.addFault({ upstream: 'supplier', operation: 'trade', kind: 'reset_after' });
  await expect(spender.trade(trade(11), { idempotencyKey: 'k' })).rejects.toMatchObject({
    outcome: 'unknown',
  });
  await pass(24 * 3_600_000);
  const { id = '' } = (await ledger.find('supplier_trade', 'k')) ?? {};
  expect(await spender.reconcile(id)).toMatchObject({
    ...{ state: 'unknown', advice: expect.stringContaining('settle the entry by hand') },
  });
});

describe('the owner’s word', () => {
  it('that it was delivered keeps what the shop wrote, which may say where', async () => {
    const { spender, control } = await openShop();
    const entry = await spender.trade(trade(101), { idempotencyKey: 'k' });
    expect(entry).toMatchObject({ state: 'pending', result: { status: 0 } });
    const { reference: trade_no } = entry;
    await control('trades', { trade_no, status: 0, contents: '加QQ取货' });
    await spender.follow(entry.id, { maxWaitMs: 0 });
    expect(await spender.settleByOwner(entry.id, 'delivered')).toMatchObject({
      ...{ state: 'completed', result: { contents: null, notice: '加QQ取货' } },
    });
  });

  it('that it failed settles an unknown entry, which goes on counting as spent', async () => {
    const { spender, sandbox, ledger } = await openShop();
    sandbox.addFault({ upstream: 'storefront', operation: 'purchase', kind: 'reset_before' });
    const wish = { goods_id: 1, sub_id: 11, quantity: 1, max_total: '50' };
    await expect(spender.purchase(wish, { idempotencyKey: 'k' })).rejects.toMatchObject({
      outcome: 'unknown',
    });
    const { id = '' } = (await ledger.find('purchase', 'k')) ?? {};
    expect(await spender.settleByOwner(id, 'failed')).toMatchObject({
      ...{ state: 'failed', evidence: { owner_said: 'failed', owner_said_at: expect.any(String) } },
    });
    expect((await ledger.budget()).spent_today).not.toBe('0');
    expect(await spender.purchase(wish, { idempotencyKey: 'k' })).toMatchObject({ id, state: 'failed' });
  });

  it('changes nothing about what is settled, or not there', async () => {
    const { spender } = await openShop();
    const { id } = await spender.trade(trade(11), { idempotencyKey: 'k' });
    await expect(spender.settleByOwner(id, 'failed')).rejects.toMatchObject({ code: 'invalid_request' });
    await expect(spender.settleByOwner('none', 'failed')).rejects.toMatchObject({ code: 'not_found' });
  });
});
