import { parseMoney, SupplierClient } from '@kamikit/core';
import type { Held, ItemQuote, JsonObject } from '@kamikit/ledger';
import { describe, expect, it, onTestFinished } from 'vitest';
import { partsOf } from '../parts.ts';
import { openShop } from '../testing/open-shop.ts';
import { priceRestock } from './price-restock.ts';

const LINE = { sku_id: 11, floor: 5, target: 8, max_price: '13.5', stock: 0 };
const GOOD = { goods_id: 1, sub_id: 11, floor: 5, target: 8, max_price: '25', stock: 0 };
const QUOTE: ItemQuote = {
  ...{ total: parseMoney(1), name: 'A code', specification: null, quantity: 1, account: 'mine', good: '11' },
};

/** Prices a line where the ledger says that so much of it is held; `seen`: what was asked for, and of whom. */
async function pricing(held: Partial<Held>, url?: string) {
  const { ledger, storefront, cards, sandbox, timing } = await openShop();
  const seen: object[] = [];
  const asking = {
    ...ledger,
    async held(good: object) {
      seen.push(good);
      return { on_the_way: 0, unused: 0, ...held };
    },
  };
  const another = new SupplierClient({ ...sandbox.supplier, ...(url !== undefined && { url }) });
  onTestFinished(() => another.close());
  const parts = partsOf({ ledger: asking, storefront, cards, timing, supplier: another });
  const quote = async (kind: string, wish: JsonObject) => {
    seen.push({ kind, wish });
    return QUOTE;
  };
  const price = (line: JsonObject, signal?: AbortSignal) => priceRestock(line, { signal, parts }, quote);
  return { price, seen, another, storefront };
}

describe('what is missing of a good', () => {
  it('is what the shelf and the ledger together lack of its target', async () => {
    const { price, seen } = await pricing({ on_the_way: 1, unused: 2 });
    expect(await price({ ...LINE, stock: 1 })).toMatchObject({ restocks: { shelf: 1, held: 3 } });
    expect(seen[1]).toEqual({
      ...{ kind: 'supplier_trade', wish: { sku_id: 11, quantity: 4, max_total: '54' } },
    });
  });

  it('is priced as another wish is, and what there was of it is kept with its price', async () => {
    const { price, another } = await pricing({ on_the_way: 1 });
    expect(await price({ ...LINE, stock: 3 })).toEqual({
      ...QUOTE,
      restocks: { kind: 'supplier_trade', accounts: [another.account], shelf: 3, held: 1 },
    });
  });

  it('is nothing once its floor is reached, and nobody is asked for a price', async () => {
    const { price, seen, another } = await pricing({ on_the_way: 1, unused: 1 });
    expect(await price({ ...LINE, stock: 3 })).toEqual({
      ...{ total: '0', name: null, specification: null, quantity: 0, account: another.account, good: '11' },
      restocks: { kind: 'supplier_trade', accounts: [another.account], shelf: 3, held: 2 },
    });
    expect(seen).toHaveLength(1);
  });

  it('is all of its target where nothing is there', async () => {
    const { price, seen } = await pricing({});
    await price({ ...LINE, stock: 'ledger' });
    expect(seen[1]).toMatchObject({ wish: { quantity: 8 } });
  });

  it('is read where its stock is', async () => {
    const { price } = await pricing({});
    await expect(price({ ...LINE, stock: 'goods:1/999' })).rejects.toMatchObject({ code: 'invalid_request' });
    const cancelled = price({ ...LINE, stock: 'goods:1' }, AbortSignal.abort());
    await expect(cancelled).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('what the ledger holds of it', () => {
  it('is asked for by the account that it is bought with', async () => {
    const { price, seen, storefront } = await pricing({});
    await price(GOOD);
    expect(seen).toMatchObject([
      { kind: 'purchase', accounts: [storefront.account], good: '1/11' },
      { kind: 'purchase', wish: { goods_id: 1, sub_id: 11, quantity: 8, max_total: '200' } },
    ]);
  });

  it('is asked for by what the account was called before, too', async () => {
    const { price, seen, another } = await pricing({}, 'https://supplier.example//shop');
    const { restocks } = await price({ ...LINE, stock: 9 });
    expect(another.formerAccount).toMatch(/^[0-9a-f]{16}$/);
    expect(seen).toEqual([
      { kind: 'supplier_trade', accounts: [another.account, another.formerAccount], good: '11' },
    ]);
    expect(restocks?.accounts).toEqual([another.account, another.formerAccount]);
  });
});
