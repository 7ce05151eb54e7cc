import { parseMoney } from '@kamikit/core';
import { expect, it } from 'vitest';
import { settleTrade } from './settle.ts';

const trade = {
  ...{
    item_trade_no: '280000000001795206088944',
    trade_no: '7',
    trade_time: null,
    contents: null,
  },
  ...{ notice: null, amount: parseMoney(500) },
};

it.each([
  [0, 'pending'],
  [1, 'completed'],
  [2, 'failed'],
  [3, 'refunded'],
  [null, 'pending'],
])('what a shop says that it charged counts, whatever else it says: status %j', (status, state) => {
  expect(settleTrade({ ...trade, status })).toMatchObject({ state, charged: '500' });
});

it.each([parseMoney(0), parseMoney(-10), null])(
  'an amount of %j says nothing of what was charged',
  (amount) => {
    expect(settleTrade({ ...trade, status: 1, amount })).not.toHaveProperty('charged');
  },
);
