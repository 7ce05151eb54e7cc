import { addMoney, compareMoney, type Money } from '@kamikit/core';

/** What a delivery cost in the end, for its settlement; an upstream's zero or less frees no budget. */
export function settledAmount(amount: Money | null): { amount?: Money } {
  return amount !== null && compareMoney(amount, addMoney()) > 0 ? { amount } : {};
}
