import { parseMoney } from '@kamikit/core';
import { expect, it } from 'vitest';
import { formatMoney } from '../view.ts';
import { niceTop } from './charts.tsx';

it.each([
  [0, 10],
  [0.3, 0.5],
  [9.99, 10],
  [10, 10],
  [101, 200],
  [2_001, 5_000],
])('a chart of at most %s goes up to %s', (most, top) => {
  expect(niceTop(most)).toBe(top);
});

it.each([
  ['0', '¥0.00'],
  ['1', '¥1.00'],
  ['94.5', '¥94.50'],
  ['0.001', '¥0.001'],
  ['1234567.89', '¥1,234,567.89'],
  ['-1000', '-¥1,000.00'],
])('%s yuan are written as %s: exactly', (amount, written) => {
  expect(formatMoney(parseMoney(amount))).toBe(written);
});
