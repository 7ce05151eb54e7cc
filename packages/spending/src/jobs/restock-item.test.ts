import { describe, expect, it } from 'vitest';
import { readShelf, restockedGood, restockItem, wishToRestock } from './restock-item.ts';

const TERMS = { floor: 5, target: 8, max_price: '13.5', stock: 3 };
const SKU = { sku_id: 11, ...TERMS };
const GOOD = { goods_id: 1, sub_id: 2, ...TERMS };
const WHICH = 'it needs a sku_id, or a goods_id and a sub_id';

const saidOf = (line: object) =>
  restockItem.safeParse(line).error?.issues.map(({ message, path }) => path[0] ?? message) ?? [];

describe('a shelf', () => {
  it.each([
    [0, { left: 0 }],
    [3, { left: 3 }],
    ['ledger', 'ledger'],
    ['  ledger  ', 'ledger'],
    ['goods:12', { goods_id: 12, sub_id: null }],
    ['goods:12/345', { goods_id: 12, sub_id: 345 }],
    ['  goods:12/345  ', { goods_id: 12, sub_id: 345 }],
    ['cards:time', { card_type: 'time' }],
    ['cards:count', { card_type: 'count' }],
    ['cards:point', { card_type: 'point' }],
  ])('%j is one', (stock, shelf) => {
    expect(readShelf(stock)).toEqual(shelf);
  });

  it.each([
    ...['', '3', 'Ledger', 'my goods:1', 'goods:1 or so', 'goods:one', 'goods:1/one', 'goods:1/2/3'],
    ...['goods:1234567890123456', 'goods:1/1234567890123456', 'cards:', 'cards:gold', 'cards:timed'],
  ])('%j is none', (stock) => {
    expect(readShelf(stock)).toBeNull();
  });
});

describe('a line of what is kept in stock', () => {
  it.each([
    SKU,
    GOOD,
    { ...SKU, fields: { email: 'a@b.c' } },
    { ...SKU, stock: 0 },
    { ...SKU, stock: 'ledger' },
  ])('names a SKU, or a good in one specification: %j', (line) => {
    expect(restockItem.parse(line)).toEqual(line);
  });

  it('may have a target that is its floor, and none below', () => {
    expect(saidOf({ ...SKU, target: 5 })).toEqual([]);
    expect(saidOf({ ...SKU, target: 4 })).toEqual(['target is below floor']);
  });

  it.each([
    ['none', TERMS],
    ['a good alone', { ...TERMS, goods_id: 1 }],
    ['a specification alone', { ...TERMS, sub_id: 2 }],
    ['both', { ...SKU, ...GOOD }],
    ['a SKU and a good', { ...SKU, goods_id: 1 }],
    ['a SKU and a specification', { ...SKU, sub_id: 2 }],
  ])('does not name %s', (_what, line) => {
    expect(saidOf(line)).toEqual([WHICH]);
    expect(saidOf({ ...line, target: 4, fields: {} })).toEqual([WHICH, 'target is below floor']);
  });

  it('has fields for a SKU only', () => {
    expect(saidOf({ ...GOOD, fields: {} })).toEqual(['fields go with a sku_id only']);
  });

  it.each([
    ...[{ floor: 0 }, { target: 5.5 }, { max_price: 0 }, { max_price: 'much' }, { fields: { email: 1 } }],
    ...[{ stock: -1 }, { stock: 1.5 }, { stock: 'few' }, { stock: undefined }, { sku_id: 1.5 }],
  ])('has no %j', (change) => {
    expect(saidOf({ ...SKU, ...change })).toEqual(Object.keys(change));
  });

  it.each([{ goods_id: 0 }, { sub_id: 0 }])('has no %j', (change) => {
    expect(saidOf({ ...GOOD, ...change })).toEqual(Object.keys(change));
  });

  it('has nothing else', () => {
    expect(saidOf({ ...SKU, quantity: 1 })).toHaveLength(1);
  });
});

describe('what is bought', () => {
  const [sku, good] = [restockItem.parse(SKU), restockItem.parse(GOOD)];

  it('is told by the number that the account has for it', () => {
    expect(restockedGood(sku)).toEqual({ kind: 'supplier_trade', good: '11' });
    expect(restockedGood(good)).toEqual({ kind: 'purchase', good: '1/2' });
  });

  it('costs the highest price for each piece at most', () => {
    expect(wishToRestock(sku, 3)).toEqual({ sku_id: 11, quantity: 3, max_total: '40.5' });
    expect(wishToRestock(good, 2)).toEqual({ goods_id: 1, sub_id: 2, quantity: 2, max_total: '27' });
  });

  it('of a SKU takes its fields along', () => {
    const fields = { email: 'a@b.c' };
    expect(wishToRestock({ ...sku, fields }, 1)).toEqual({
      ...{ sku_id: 11, quantity: 1, max_total: '13.5', fields },
    });
  });
});
