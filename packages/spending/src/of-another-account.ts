import type { AccountMarks } from '@kamikit/core';
import type { LedgerEntry } from '@kamikit/ledger';

/** Whether an entry belongs to a different account from the one in use, which would know nothing of it. */
export function isOfAnotherAccount(
  { evidence }: Pick<LedgerEntry, 'evidence'>,
  { account, formerAccount }: AccountMarks,
): boolean {
  return typeof evidence.account === 'string' && ![account, formerAccount].includes(evidence.account);
}
