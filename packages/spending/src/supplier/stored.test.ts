import { describe, expect, it } from 'vitest';
import { madeTrade } from '../testing/made-clients.ts';
import { yuan } from '../testing/made-ledger.ts';
import { contentsOf, storedTrade, storeTrade } from './stored.ts';

const NOTHING = {
  shop_trade_no: null,
  status: null,
  amount: null,
  trade_time: null,
  contents: null,
  notice: null,
};

it('a trade is kept field by field, its number as the shop’s', () => {
  const kept = { status: 1, amount: yuan(9), trade_time: 'then', contents: 'A', notice: 'B' };
  const stored = { shop_trade_no: '7', ...kept };
  expect(storeTrade({ ...madeTrade(), ...kept, amount_text: 'nine' })).toStrictEqual(stored);
  expect(storedTrade.parse(stored)).toStrictEqual(stored);
});

it.each([{}, { shop_trade_no: 7, status: '1', amount: 9, trade_time: 1, contents: ['A'], notice: {} }])(
  'what is missing or odd is read as nothing: %j',
  (stored) => {
    expect(storedTrade.parse(stored)).toStrictEqual(NOTHING);
  },
);

describe('what was delivered', () => {
  it.each([
    ['are the contents', { contents: 'A', notice: 'B', status: 0 }, 'A'],
    ['is what was written by a shop that tells no status', { notice: 'B' }, 'B'],
    ['is not a notice of a shop that tells one', { notice: 'B', status: 0 }, null],
    ['is no apology', { notice: '有人在你付款之前抢走了商品' }, null],
    ['is nothing where nothing was written', {}, null],
  ])('%s', (_, told, contents) => {
    expect(contentsOf({ ...NOTHING, ...told })).toBe(contents);
  });
});
