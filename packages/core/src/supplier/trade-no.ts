import { randomInt } from 'node:crypto';

/**
 * A new number for one trade: 24 digits without a leading zero, from a secure source. It must be unique among all of a
 * shop's customers: with a billion numbers in use, the odds that any two of them are equal are 1 in 1.8 million.
 */
export function createTradeNo(): string {
  return `${randomInt(1e11, 1e12)}${String(randomInt(1e12)).padStart(12, '0')}`;
}
