import type { Charge, LedgerEntry } from '@kamikit/ledger';
import type { Results } from '../messages/results.en.ts';

/** What an answer about an entry says before anything else where more was charged than agreed, or nobody can tell. */
export function overchargeWarning(
  entry: (Charge & Pick<LedgerEntry, 'overcharged' | 'evidence'>) | null,
  say: Results,
): { warning?: string } {
  if (entry === null) return {};
  if (!entry.overcharged) return unreadableCharge(entry, say);
  const { agreed, charged } = entry;
  return { warning: say.overcharged({ agreed, charged }) };
}

function unreadableCharge(
  { charged, evidence }: Pick<LedgerEntry, 'charged' | 'evidence'>,
  say: Results,
): { warning?: string } {
  if (charged !== null || evidence.charge_text === undefined) return {};
  return {
    warning:
      evidence.balance_after_answer === undefined ? say.chargeUnreadable : say.chargeUnreadableCompared,
  };
}
