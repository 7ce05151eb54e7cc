import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addMoney, ceilToCent, compareMoney, multiplyMoney, parseMoney, subtractMoney } from './money.ts';

/** In units of 1e-12 yuan, which is as fine as it gets. */
const PRECISION = 12;
const picos = fc.bigInt({ min: -(10n ** 26n), max: 10n ** 26n });

function written(units: bigint): string {
  const digits = String(units < 0n ? -units : units).padStart(PRECISION + 1, '0');
  return `${units < 0n ? '-' : ''}${digits.slice(0, -PRECISION)}.${digits.slice(-PRECISION)}`;
}

/** Read without any library. */
function unitsOf(money: string): bigint {
  const [whole = '', part = ''] = money.replace('-', '').split('.');
  const units = BigInt(whole + part.padEnd(PRECISION, '0'));
  return money.startsWith('-') ? -units : units;
}

const sign = (units: bigint) => (units < 0n ? -1 : units > 0n ? 1 : 0);

const fen = fc.integer({ min: -1_000_000_000, max: 1_000_000_000 });
const yuan = (amount: number) => parseMoney((amount / 100).toFixed(2));

describe('money', () => {
  it.each([
    ['94.050', '94.05'],
    ['1.000000', '1'],
    [94.05, '94.05'],
    [99, '99'],
    ['1,234.50', '1234.5'],
    ['123,456', '123456'],
    ['-12,345,678,901.50', '-12345678901.5'],
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

  it('agrees with whole numbers to the last of twelve decimals, and keeps each of them', () => {
    fc.assert(
      fc.property(picos, picos, fc.integer({ min: 0, max: 10_000 }), (a, b, count) => {
        const [left, right] = [parseMoney(written(a)), parseMoney(written(b))];
        expect(unitsOf(left)).toBe(a);
        expect(unitsOf(addMoney(left, right))).toBe(a + b);
        expect(unitsOf(subtractMoney(left, right))).toBe(a - b);
        expect(unitsOf(multiplyMoney(left, count))).toBe(a * BigInt(count));
        expect(compareMoney(left, right)).toBe(sign(a - b));
        expect(addMoney(subtractMoney(left, right), right)).toBe(left);
      }),
    );
  });

  it('has one way of writing each amount', () => {
    fc.assert(
      fc.property(picos, fc.nat({ max: 5 }), (units, zeros) => {
        const money = parseMoney(written(units));
        expect(money).toMatch(/^(0|-?(0\.\d*[1-9]|[1-9]\d*(\.\d*[1-9])?))$/);
        const decimals = money.split('.')[1] ?? '';
        const more = '0'.repeat(Math.min(zeros, PRECISION - decimals.length));
        expect(parseMoney(decimals === '' ? money : money + more)).toBe(money);
        expect(compareMoney(parseMoney(` ${written(units)} `), money)).toBe(0);
      }),
    );
  });

  it('rounds up to the cent, and never further', () => {
    fc.assert(
      fc.property(
        picos.filter((units) => units >= 0n),
        (units) => {
          const cents = unitsOf(ceilToCent(parseMoney(written(units))));
          expect(cents % 10n ** 10n).toBe(0n);
          expect(cents >= units && cents - units < 10n ** 10n).toBe(true);
        },
      ),
    );
  });

  it('reads any value as a canonical amount, or refuses it', () => {
    const amounts = fc.stringMatching(/^[ +-]?[\d,]{0,18}\.?\d{0,14}(e[+-]?\d)?[ 元]?$/);
    fc.assert(
      fc.property(fc.oneof(fc.double(), fc.string(), amounts), (value) => {
        try {
          expect(parseMoney(value)).toMatch(/^(0|-?(0\.\d*[1-9]|[1-9]\d*(\.\d*[1-9])?))$/);
        } catch (error) {
          expect(error).toBeInstanceOf(TypeError);
          expect(String(error).length).toBeLessThan(200);
        }
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
