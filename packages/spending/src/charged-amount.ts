import { addMoney, compareMoney, type Money } from '@kamikit/core';
import type { Settlement } from '@kamikit/ledger';

/**
 * What an upstream says that it charged, for a settlement; its zero or less says nothing. `text` is what it wrote where that
 * cannot be read: then nothing is taken for the charge, and it is kept to be said.
 */
export function chargedAmount(
  charged: Money | null,
  text: string | undefined,
): Pick<Settlement, 'charged' | 'evidence'> {
  if (text !== undefined) return { evidence: { charge_text: text } };
  return charged !== null && compareMoney(charged, addMoney()) > 0 ? { charged } : {};
}
