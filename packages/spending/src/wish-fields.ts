import { compareMoney, parseMoney } from '@kamikit/core';
import * as z from 'zod';

export const positiveInteger = z.int().positive();

/** The most it may cost, in yuan, as a decimal string or a number; more than 0. */
export const maxTotal = z.union([z.string(), z.number()]).transform((value, context) => {
  try {
    const amount = parseMoney(value);
    if (compareMoney(amount, parseMoney(0)) > 0) return amount;
  } catch {
    // reported below
  }
  context.issues.push({
    code: 'custom',
    message: 'expected an amount above 0 in yuan, such as "94.05"',
    input: value,
  });
  return z.NEVER;
});
