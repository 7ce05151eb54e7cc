import { parseMoney } from '@kamikit/core';
import { describe, expect, it } from 'vitest';
import { madeTrade } from '../testing/made-clients.ts';
import { recordedProgress, settleTrade, tradeAdvice, tradeState } from './settle.ts';

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

const APOLOGY = '很抱歉，有人在你付款之前抢走了商品，请联系客服。';

describe('what to do about a trade', () => {
  it.each([
    ['that is waited for', { status: 0, notice: '请耐心' }, 'pending', null],
    ['that is delivered', { status: 1, notice: null }, 'completed', null],
    ['that is refunded', { status: 3, notice: null }, 'refunded', null],
    ['that failed', { status: 2, notice: null }, 'failed', /could not deliver.*whether the money came back/],
    [
      'that sold out',
      { status: 0, notice: APOLOGY },
      'failed',
      /took the money and delivered nothing.*shop_trade_no/,
    ],
    [
      'of which nobody knows how it stands',
      { status: null, notice: 'A-1' },
      'pending',
      /does not say how a trade stands/,
    ],
    ['of which nothing is told', { status: null, notice: null }, 'pending', null],
  ])('%s: %j', (_, told, state, advice) => {
    const is = advice === null ? null : expect.stringMatching(advice);
    expect([tradeState(told), tradeAdvice({ ...told, contents: null })]).toEqual([state, is]);
    const settled = settleTrade(madeTrade(told));
    expect(settled.state).toBe(state);
    if (advice === null) expect(settled).not.toHaveProperty('advice');
    else expect(settled.advice).toMatch(advice);
  });
});

it('an answer is kept as it came, with how many cards are in it', () => {
  const contents = 'A-1\n\nA-2';
  expect(settleTrade({ ...trade, status: 1, trade_time: 'then', contents })).toStrictEqual({
    ...{ state: 'completed', delivered: 2, charged: '500' },
    result: { shop_trade_no: '7', status: 1, amount: '500', trade_time: 'then', contents, notice: null },
  });
  expect(settleTrade({ ...trade, status: 0, notice: '请耐心' })).toMatchObject({ delivered: 0 });
});

it('an amount that cannot be read is kept in the shop’s words', () => {
  const settled = settleTrade({ ...trade, status: 1, amount_text: 'five' });
  expect(settled).toMatchObject({ evidence: { charge_text: 'five' } });
  expect(settled).not.toHaveProperty('charged');
});

it.each([
  ['completed', 'shipped'],
  ['failed', 'failed'],
  ['refunded', 'refunded'],
  ['pending', 'waiting'],
  ['unknown', 'waiting'],
  ['sent', 'waiting'],
] as const)('an entry that is %s records a trade as %s', (state, progress) => {
  expect(recordedProgress(state)).toBe(progress);
});
