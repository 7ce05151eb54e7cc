import { KamikitError, type SupplierClient, type SupplierItem, type SupplierSku } from '@kamikit/core';
import { describe, expect, it } from 'vitest';
import { madeSupplier } from '../testing/made-clients.ts';
import { madeParts, yuan } from '../testing/made-ledger.ts';
import { findSku } from './find-sku.ts';
import { postedFields, quoteTrade } from './quote.ts';

const REQUEST = { sku_id: 12, quantity: 2, max_total: yuan(50), fields: { account: ' a@b.c ' } };
const REFUSED = { upstream: 'supplier', outcome: 'not_committed', neverSent: true };

function madeSku(changes: Partial<SupplierSku> = {}): SupplierSku {
  const none = { picture_url: null, message: null, stock_text: null };
  return { id: 12, name: '月卡', stock_price: yuan(10), stock: 2, ...none, ...changes };
}

function madeItem(...sku: SupplierItem['sku']): SupplierItem {
  const none = { introduce: null, picture_url: null, category: null, api_code: null, widget: null };
  return { id: 1, name: '会员', sku, ...none };
}

/** A supplier of one SKU; gives what it is asked, in order, and with which signals. */
function shopOf(sku: SupplierSku, answers: Partial<SupplierClient> = {}) {
  const asked: unknown[][] = [];
  const telling =
    <T>(name: string, value: T) =>
    async (...args: unknown[]) => {
      asked.push([name, ...args]);
      return value;
    };
  const item = madeItem(madeSku({ id: 11 }), sku);
  const supplier = madeSupplier({
    ...{ items: telling('items', [item, { ...madeItem(madeSku({ id: 21 })), id: 2 }]) },
    ...{ item: telling('item', item), findAmount: telling('findAmount', yuan(19)) },
    connect: telling('connect', { username: null, balance: yuan(500) }),
    ...answers,
  });
  return { asked, supplier, parts: madeParts({ parts: { supplier } }) };
}

describe('a SKU', () => {
  it('is found in the list of items once, and read as it is each time', async () => {
    const { supplier, asked } = shopOf(madeSku());
    const { signal } = new AbortController();
    for (const _ of [1, 2])
      expect(await findSku(supplier, 12, signal)).toMatchObject({ item: { id: 1 }, sku: { id: 12 } });
    expect(asked).toEqual([
      ['items', { signal }],
      ['item', 1, { signal }],
      ['item', 1, { signal }],
    ]);
    for (const each of asked) expect(each.at(-1)).toHaveProperty('signal', signal);
  });

  it.each([
    ['is in no item', 99, [['items', {}]]],
    [
      'is in its item no more',
      21,
      [
        ['items', {}],
        ['item', 2, {}],
      ],
    ],
  ])('that %s is not_found', async (_, id, calls) => {
    const { supplier, asked } = shopOf(madeSku());
    await expect(findSku(supplier, id, undefined)).rejects.toMatchObject({
      ...{ ...REFUSED, code: 'not_found', operation: 'supplier.items' },
    });
    expect(asked).toEqual(calls);
  });
});

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
