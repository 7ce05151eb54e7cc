import type { Charge, LedgerEntry } from '@kamikit/ledger';

/** What an answer about an entry says before anything else where more was charged than agreed, or nobody can tell. */
export function overchargeWarning(entry: (Charge & Pick<LedgerEntry, 'overcharged' | 'evidence'>) | null): {
  warning?: string;
} {
  if (entry === null) return {};
  if (!entry.overcharged) return unreadableCharge(entry);
  return {
    warning: `Overcharged: ${entry.agreed} yuan were agreed, ${entry.charged} were charged. Tell the user this first. Nothing more can be spent with this account until the owner lifts that with \`kamikit resume\`.`,
  };
}

function unreadableCharge({ charged, evidence }: Pick<LedgerEntry, 'charged' | 'evidence'>): {
  warning?: string;
} {
  if (charged !== null || evidence.charge_text === undefined) return {};
  const compared =
    evidence.balance_after_answer === undefined
      ? 'and the account shows no balance to compare: the user should check the charge at the shop.'
      : 'but the account’s balance shows no more than was agreed.';
  return { warning: `The shop tells what it charged in words that cannot be read, ${compared}` };
}
