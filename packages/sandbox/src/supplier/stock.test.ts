import { describe, expect, it } from 'vitest';
import { openSupplier } from '../testing/open-supplier.ts';

async function openStock() {
  const supplier = await openSupplier();
  const read = (path: string, sku_id: string) => supplier.ask(path, { sku_id, quantity: '1' });
  return {
    ...supplier,
    stock: async (sku: string) => (await read('sku/stock', sku)).json?.data?.stock,
    stateOf: async (sku: string) => (await read('sku/state', sku)).json?.data?.state,
  };
}

describe('what is left', () => {
  it.each([
    ['11', '500', true],
    ['141', '0', false],
    ['142', '大量', true],
    ['143', '大量', false],
    ['132', '告急', true],
    ['133', '空了', false],
    ['112', '少量', true],
    ['113', '没货了', false],
    ['101', '在线发货', true],
    ['151', '50', false],
    ['122', '0', false],
  ])('SKU %s tells the stock %s and the state %j', async (sku, stock, state) => {
    const shop = await openStock();
    expect([await shop.stock(sku), await shop.stateOf(sku)]).toEqual([stock, state]);
  });

  it.each([
    [1, '大量', '大量'],
    [2, '告急', '空了'],
    [3, '少量', '没货了'],
  ])('all cards tell it in the words of mode %d on demand', async (stock_mode, some, none) => {
    const shop = await openStock();
    await shop.control('supplier', { stock_mode });
    expect([await shop.stock('11'), await shop.stock('141'), await shop.stock('101')]).toEqual([
      ...[some, none],
      '在线发货',
    ]);
  });

  it('is told as it was told first, until the cache is renewed', async () => {
    const { stock, stateOf, buy, ask, control, state } = await openStock();
    expect([await stock('33'), await stateOf('33')]).toEqual(['1', true]);
    await buy({ sku_id: '33' });
    expect([await stock('33'), await stateOf('33')]).toEqual(['1', true]);
    expect(JSON.stringify((await ask('item', { id: '3' })).json)).toContain(
      '"id":33,"picture_url":"/assets/sku/33.png","stock":"1"',
    );
    expect(state().stock['33']).toBe(0);
    await control('supplier', { stock_cache: true });
    expect([await stock('33'), await stateOf('33')]).toEqual(['0', false]);
  });

  it('is never old without the cache', async () => {
    const { stock, buy, control } = await openStock();
    await control('supplier', { stock_cache: false });
    expect(await stock('11')).toBe('500');
    await buy();
    expect(await stock('11')).toBe('499');
  });
});
