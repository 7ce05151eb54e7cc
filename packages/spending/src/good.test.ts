import { describe, expect, it } from 'vitest';
import { numbersIn, numbersOf } from './good.ts';

describe('the numbers of a good', () => {
  it.each([
    ['purchase', '1/11', { goods_id: 1, sub_id: 11 }],
    ['purchase', '1', { goods_id: 1 }],
    ['purchase', '1/x', { goods_id: 1 }],
    ['purchase', 'x/11', { sub_id: 11 }],
    ['purchase', '1.5/11', { sub_id: 11 }],
    ['purchase', null, {}],
    ['supplier_trade', '7', { sku_id: 7 }],
    ['supplier_trade', '7/8', { sku_id: 7 }],
    ['supplier_trade', 'x', {}],
    ['supplier_trade', null, {}],
  ])('of a %s, %j, are %j', (kind, good, numbers) => {
    expect(numbersOf(kind, good)).toStrictEqual(numbers);
  });
});

describe('the numbers in what was asked for', () => {
  it.each([
    [
      { goods_id: 1, sub_id: 11, quantity: 2 },
      { goods_id: 1, sub_id: 11 },
    ],
    [{ sku_id: 7, quantity: 2 }, { sku_id: 7 }],
    [{ goods_id: 1 }, { goods_id: 1 }],
    [{ goods_id: '1', sub_id: 1.5, sku_id: 2 ** 53 }, {}],
    [{}, {}],
  ])('%j are %j', (request, numbers) => {
    expect(numbersIn(request)).toStrictEqual(numbers);
  });
});
