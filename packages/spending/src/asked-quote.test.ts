import { describe, expect, it } from 'vitest';
import { quoteOf } from './index.ts';

const QUOTE = {
  kind: 'purchase',
  upstream: 'storefront',
  account: 'https://shop.example',
  budget: { day: '2026-11-20', daily_budget: null, left_today: null, cards_left_today: null },
  name: '月卡',
  specification: null,
  quantity: 2,
  unit_price: '1.56',
  total: '3.12',
  balance: '-3.125',
};

const quoted = (changes: object) => quoteOf({ kind: 'purchase', quote: { ...QUOTE, ...changes } });

describe('what an owner was asked about', () => {
  it('is as the entry keeps it', () => {
    expect(quoted({})).toEqual(QUOTE);
  });

  it.each<[object]>([
    ...['', 'x3.12', '3.12x', '3.', '.3', '3.1.2', '3,12', '--3', '1e3', '３'].map((total): [object] => [
      { total },
    ]),
    [{ total: 3.12 }],
    [{ budget: {} }],
    [{ budget: { ...QUOTE.budget, left_today: 'all' } }],
    [{ kind: 'supplier_trade' }],
  ])('is nothing where it says %j, which was never asked', (changes) => {
    expect(quoted(changes)).toBeNull();
  });

  it('is nothing of a kind that nobody is asked about', () => {
    expect(quoteOf({ kind: 'constructor', quote: QUOTE })).toBeNull();
  });
});
