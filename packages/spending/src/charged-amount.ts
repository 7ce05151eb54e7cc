import { addMoney, compareMoney, type Money } from '@kamikit/core';

/** What an upstream says that it charged, for a settlement; its zero or less says nothing. */
export function chargedAmount(charged: Money | null): { charged?: Money } {
  return charged !== null && compareMoney(charged, addMoney()) > 0 ? { charged } : {};
}
