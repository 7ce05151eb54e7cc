import { KamikitError } from '@kamikit/core';
import { describe, expect, it } from 'vitest';
import { yuan } from '../testing/made-ledger.ts';
import { madeSku, shopOf } from '../testing/made-sku.ts';
import { postedFields, quoteTrade } from './quote.ts';

const REQUEST = { sku_id: 12, quantity: 2, max_total: yuan(50), fields: { account: ' a@b.c ' } };
const REFUSED = { upstream: 'supplier', outcome: 'not_committed', neverSent: true };

describe('the quote of a trade', () => {
  const { signal } = new AbortController();
  const quote = ({ parts }: Pick<ReturnType<typeof shopOf>, 'parts'>, changes: object = {}) =>
    quoteTrade({ ...REQUEST, ...changes }, parts, { signal });

  it('is what it costs, with its fields as they are posted, and a number of its own', async () => {
    const shop = shopOf(madeSku());
    const fields = { account: 'a@b.c' };
    const quoted = await quote(shop);
    expect(quoted).toStrictEqual({
      amount: '19',
      facts: {
        ...{ kind: 'supplier_trade', name: '会员', specification: '月卡', quantity: 2 },
        ...{ unit_price: '10', total: '19', balance: '500', fields },
      },
      evidence: { fields, balance_before: '500' },
      reference: expect.stringMatching(/^\d{24}$/),
    });
    expect((await quote(shop)).reference).not.toBe(quoted.reference);
  });

  it('is asked for as long as the caller waits', async () => {
    const shop = shopOf(madeSku());
    await quote(shop);
    expect(shop.asked.map(([name]) => name)).toEqual(['items', 'item', 'findAmount', 'connect']);
    expect(shop.asked[2]?.slice(1, 3)).toEqual([12, 2]);
    for (const each of shop.asked) expect(each.at(-1)).toHaveProperty('signal', signal);
  });

  it('without an amount is so many times the price of one', async () => {
    const shop = shopOf(madeSku(), { findAmount: async () => null });
    expect(await quote(shop)).toMatchObject({ amount: '20', facts: { total: '20', unit_price: '10' } });
  });

  it('without a price of one is the amount', async () => {
    const shop = shopOf(madeSku({ stock_price: null }));
    expect(await quote(shop)).toMatchObject({ amount: '19', facts: { total: '19', unit_price: null } });
  });

  it('without any price is refused', async () => {
    const shop = shopOf(madeSku({ stock_price: null }), { findAmount: async () => null });
    await expect(quote(shop)).rejects.toMatchObject({ ...REFUSED, code: 'malformed_response' });
  });

  it('above what the caller allows is refused', async () => {
    const told = quote(shopOf(madeSku()), { max_total: yuan(18.9) });
    await expect(told).rejects.toMatchObject({ ...REFUSED, code: 'price_changed' });
  });

  it.each([
    [2, null],
    [3, null],
    [null, '在线发货'],
    [null, '大量'],
    [null, null],
  ])('of two of a stock of %j, %j is given', async (stock, stock_text) => {
    expect(await quote(shopOf(madeSku({ stock, stock_text })))).toMatchObject({ amount: '19' });
  });

  it.each([
    [1, null, '1 in stock'],
    [0, null, '0 in stock'],
    [null, '空了', '空了” in stock'],
  ])('of two of a stock of %j, %j is refused', async (stock, stock_text, words) => {
    await expect(quote(shopOf(madeSku({ stock, stock_text })))).rejects.toMatchObject({
      ...{ ...REFUSED, code: 'out_of_stock', message: expect.stringContaining(words) },
    });
  });

  it('shows no balance where the shop does not', async () => {
    const missing = new KamikitError('no such page', { code: 'not_found' });
    const shop = shopOf(madeSku(), { connect: () => Promise.reject(missing) });
    expect(await quote(shop)).toMatchObject({ facts: { balance: null }, evidence: { balance_before: null } });
  });
});

it.each([
  [{ account: 'a' }, { account: 'a' }],
  [{}, {}],
  [{ account: 1 }, null],
  [undefined, null],
])('the fields %j were posted as %j', (fields, posted) => {
  expect(postedFields({ fields })).toEqual(posted);
});
