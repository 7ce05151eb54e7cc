import { ceilToCent, compareMoney, type Money } from '@kamikit/core';

/** What an entry cost so far, in yuan. */
export interface Charge {
  /** What counts against the budgets. */
  amount: Money | null;
  agreed: Money | null;
  charged: Money | null;
}

/** The same once `said` was charged: what is said later makes no less of what was said before, nor of what was agreed. */
export function withCharge(
  { amount, agreed, charged }: Charge,
  said: Money | undefined,
): Charge & { isOvercharged: boolean } {
  const most = larger(charged, said ?? null);
  // A price with fractions of a cent is charged in whole ones.
  const isOvercharged = agreed !== null && most !== null && compareMoney(most, ceilToCent(agreed)) > 0;
  return { agreed, charged: most, amount: larger(amount, most), isOvercharged };
}

function larger(a: Money | null, b: Money | null): Money | null {
  if (a === null || b === null) return a ?? b;
  return compareMoney(a, b) >= 0 ? a : b;
}
