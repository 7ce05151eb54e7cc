import { parseMoney } from '@kamikit/core';
import { describe, expect, it } from 'vitest';
import { hasCardForReference, isKind, KINDS, kinds, upstreamOf, wishSchemas } from './kinds.ts';

describe('the table of kinds', () => {
  it('says of each where it is done, whether it can be followed, and how long nothing proves nothing', () => {
    const facts = Object.entries(kinds).map(([kind, { upstream, follow, absenceProvesAfterMs }]) => {
      return [kind, upstream, follow !== null, absenceProvesAfterMs];
    });
    expect(facts).toEqual([
      ['purchase', 'storefront', true, 3_600_000],
      ['supplier_trade', 'supplier', true, 9 * 3_600_000],
      ['use_card', 'cards', false, 600_000],
      ['recharge_card', 'cards', false, 600_000],
      ['delete_card', 'cards', false, 600_000],
      ['generate_cards', 'cards', false, 600_000],
    ]);
  });

  it.each(['wish', 'quote', 'send', 'reconcile'] as const)('has a %s of its own for each', (fact) => {
    const all = Object.values(kinds).map((facts) => facts[fact]);
    expect(new Set(all).size).toBe(all.length);
  });

  it('says that uses, recharges and deletions touch their card, and nothing else touches anything', () => {
    const touched = Object.entries(kinds).map(([kind, { touches }]) => [kind, touches({ code: 'A' })]);
    expect(Object.fromEntries(touched)).toEqual({
      ...{ purchase: null, supplier_trade: null, generate_cards: null },
      ...{ use_card: 'A', recharge_card: 'A', delete_card: 'A' },
    });
  });
});

it('entries about the same good are told by its number, whatever the quantity', () => {
  const { purchase, supplier_trade, use_card } = kinds;
  const [order, trade] = [
    { goods_id: 1, sub_id: 11, quantity: 2 },
    { sku_id: 7, quantity: 3 },
  ];
  const more = { max_total: parseMoney(9), mode: 'async', fields: {} } as const;
  expect(purchase.good({ ...order, ...more })).toBe('1/11');
  expect(supplier_trade.good({ ...trade, ...more })).toBe('7');
  expect(use_card.good({ code: 'A' })).toBeNull();
});

it.each([
  ['purchase', true],
  ['generate_cards', true],
  ['toString', false],
  ['__proto__', false],
  ['', false],
])('isKind(%j) is %j', (kind, known) => {
  expect(isKind(kind)).toBe(known);
});

it('they are named in one order, and each says where it is done and what it takes', () => {
  expect(KINDS).toEqual(Object.keys(kinds));
  for (const kind of KINDS) {
    expect(upstreamOf(kind)).toBe(kinds[kind].upstream);
    expect(wishSchemas[kind]).toBe(kinds[kind].wish);
  }
});

it.each([
  ['purchase', false],
  ['supplier_trade', false],
  ['use_card', true],
  ['recharge_card', true],
  ['delete_card', true],
  ['generate_cards', true],
  ['of another version', true],
  ['toString', true],
])('the reference of a %s is sealed as a card: %j', (kind, isCard) => {
  expect(hasCardForReference(kind)).toBe(isCard);
});
