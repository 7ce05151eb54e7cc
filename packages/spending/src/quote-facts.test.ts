import { describe, expect, it } from 'vitest';
import { assertPayable, goodsOf, type PricedFacts, titleOf } from './quote.ts';
import { yuan } from './testing/made-ledger.ts';

const PRICED: PricedFacts = {
  ...{ kind: 'purchase', name: '会员', specification: '月卡', quantity: 2 },
  ...{ unit_price: yuan(10), total: yuan(20), balance: yuan(500) },
};

it.each(['purchase', 'supplier_trade'] as const)('what a %s buys is kept for the ledger', (kind) => {
  const goods = { name: '会员', specification: '月卡', quantity: 2 };
  expect(goodsOf({ ...PRICED, kind })).toStrictEqual(goods);
});

it('what buys nothing has no goods', () => {
  expect(goodsOf({ kind: 'delete_card', code: 'A', card: 'card_expired' })).toBeNull();
  expect(goodsOf({ kind: 'generate_cards', cards: { card_type: 'count', uses: 1 } })).toBeNull();
});

it.each([
  ['会员', '月卡', '“会员 [月卡]”'],
  ['会员', null, '“会员”'],
  [null, '月卡', '“[月卡]”'],
  [null, null, 'it'],
  ['', '', 'it'],
])('%j, %j is called %s', (name, specification, title) => {
  expect(titleOf({ name, specification })).toBe(title);
});

describe('a price', () => {
  const pay = (total: number, most: number, upstream: 'storefront' | 'supplier' = 'storefront') =>
    assertPayable({ ...PRICED, total: yuan(total) }, yuan(most), upstream);
  const REFUSED = { outcome: 'not_committed', neverSent: true };

  it.each([
    [20, 20],
    [20, 21],
    [0.01, 20],
  ])('of %d yuan of %d is paid', (total, most) => {
    expect(() => pay(total, most)).not.toThrow();
  });

  it.each([0, -1])('of %d yuan is none', (total) => {
    expect(() => pay(total, 20, 'supplier')).toThrow(
      expect.objectContaining({
        ...{ ...REFUSED, code: 'malformed_response', upstream: 'supplier' },
        message: `The supplier shows a price of ${total} yuan for 2 × “会员 [月卡]”. Nothing was bought.`,
      }),
    );
  });

  it('above what the caller allows is not paid', () => {
    expect(() => pay(20.01, 20)).toThrow(
      expect.objectContaining({ ...REFUSED, code: 'price_changed', upstream: 'storefront' }),
    );
  });
});
