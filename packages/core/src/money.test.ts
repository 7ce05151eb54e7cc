import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addMoney, ceilToCent, compareMoney, multiplyMoney, parseMoney, subtractMoney } from './money.ts';

const fen = fc.integer({ min: -1_000_000_000, max: 1_000_000_000 });
const yuan = (amount: number) => parseMoney((amount / 100).toFixed(2));

describe('money', () => {
  it.each([
    ['94.050', '94.05'],
    ['1.000000', '1'],
    [94.05, '94.05'],
    [99, '99'],
    ['1,234.50', '1234.5'],
    [0.1 + 0.2, '0.3'],
    ['-0.00', '0'],
    [-5, '-5'],
    [1e-7, '0'],
    [100_000_000_000_000, '100000000000000'],
    [' 7 ', '7'],
  ])('reads %j as %s', (value, canonical) => {
    expect(parseMoney(value)).toBe(canonical);
  });

  it.each([
    '',
    ' ',
    'ten',
    '1e3',
    '0x10',
    '1,23.5',
    '--1',
    '1.',
    '.5',
    '￥5',
    'NaN',
    Number.NaN,
    Infinity,
    1e15,
  ])('refuses %j', (value) => {
    expect(() => parseMoney(value)).toThrow(TypeError);
  });

  it('is canonical: what was read once reads the same again, without an exponent', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e12, max: 1e12, noNaN: true }), (value) => {
        const money = parseMoney(value);
        return parseMoney(money) === money && /^-?\d+(\.\d*[1-9])?$/.test(money);
      }),
    );
  });

  it('adds, subtracts and multiplies as whole fen do', () => {
    fc.assert(
      fc.property(fen, fen, fc.integer({ min: 0, max: 10_000 }), (a, b, count) => {
        expect(addMoney(yuan(a), yuan(b))).toBe(yuan(a + b));
        expect(subtractMoney(yuan(a), yuan(b))).toBe(yuan(a - b));
        expect(multiplyMoney(yuan(a % 100_000), count)).toBe(yuan((a % 100_000) * count));
      }),
    );
  });

  it.each([
    ['2.991', '3'],
    ['2.99', '2.99'],
    ['0.000001', '0.01'],
    ['5', '5'],
  ])('rounds %s up to the cent: %s', (price, cents) => {
    expect(ceilToCent(parseMoney(price))).toBe(cents);
  });

  it('compares by value, not as text', () => {
    expect(compareMoney(parseMoney('9.5'), parseMoney('10'))).toBe(-1);
    expect(compareMoney(parseMoney('1.0'), parseMoney(1))).toBe(0);
  });
});
