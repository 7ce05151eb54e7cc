import { expect, test } from 'vitest';
import { fixedYuan, numberYuan, shortYuan } from './money.ts';

test.each([
  { fen: 0, fixed: '0.00', short: '0', number: 0 },
  { fen: 5, fixed: '0.05', short: '0.05', number: 0.05 },
  { fen: 9450, fixed: '94.50', short: '94.5', number: 94.5 },
  { fen: 100_000, fixed: '1000.00', short: '1000', number: 1000 },
  { fen: -9405, fixed: '-94.05', short: '-94.05', number: -94.05 },
])('$fen fen are $fixed, $short, $number', ({ fen, fixed, short, number }) => {
  expect([fixedYuan(fen), shortYuan(fen), numberYuan(fen)]).toEqual([fixed, short, number]);
});
