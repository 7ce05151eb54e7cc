import { Big } from 'big.js';

declare const moneyBrand: unique symbol;

/** An amount in yuan as a canonical decimal string: `"94.05"`, `"1"`, never `"1.00"` or `"1e2"`. */
export type Money = string & { readonly [moneyBrand]: true };

// "1,234.50" is what PHP's number_format prints. Twelve decimals are more than any upstream shows.
const DECIMAL = /^-?(\d{1,15}|\d{1,3}(,\d{3}){1,4})(\.\d{1,12})?$/;

// A JSON number can carry float noise (0.30000000000000004); no upstream prices finer than 6 decimals
// (supplier's stock_price: "1.000000").
const FLOAT_DECIMALS = 6;

function canonical(amount: Big): Money {
  const text = amount.toFixed();
  return (text === '-0' ? '0' : text) as Money;
}

/**
 * Reads an amount in yuan from a number or a decimal string.
 *
 * @example parseMoney('94.050') // "94.05"
 * @throws {TypeError} when it is neither.
 */
export function parseMoney(value: string | number): Money {
  if (typeof value === 'number') {
    if (!Number.isFinite(value) || Math.abs(value) >= 1e15)
      throw new TypeError(`not an amount of money: ${value}`);
    return canonical(new Big(value).round(FLOAT_DECIMALS));
  }
  const text = value.trim();
  if (!DECIMAL.test(text))
    throw new TypeError(`not an amount of money: ${JSON.stringify(text.slice(0, 40))}`);
  return canonical(new Big(text.replaceAll(',', '')));
}

/** The sum, in yuan. */
export function addMoney(...amounts: readonly Money[]): Money {
  return canonical(amounts.reduce((sum, amount) => sum.plus(amount), new Big(0)));
}

/** `a - b`, in yuan; may be negative. */
export function subtractMoney(a: Money, b: Money): Money {
  return canonical(new Big(a).minus(b));
}

/** The price of `quantity` pieces, in yuan. */
export function multiplyMoney(price: Money, quantity: number): Money {
  return canonical(new Big(price).times(quantity));
}

/** Negative when `a < b`, 0 when they are equal, positive when `a > b`. */
export function compareMoney(a: Money, b: Money): -1 | 0 | 1 {
  return new Big(a).cmp(b);
}

/** Up to the next whole cent, in yuan: what a price with more decimals can cost. */
export function ceilToCent(amount: Money): Money {
  return canonical(new Big(amount).round(2, Big.roundUp));
}
