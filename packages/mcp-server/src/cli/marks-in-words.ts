import type { LedgerEntry } from '@kamikit/ledger';
import type { LedgerCommand } from '../messages/ledger-command.en.ts';
import { viewMarks } from '../views/marks-view.ts';

/** Which cards of an entry are used and which are not, for a person; null without cards. */
export function marksInWords(entry: LedgerEntry, say: LedgerCommand): ReturnType<typeof viewMarks> {
  const { used, unused } = viewMarks(entry);
  const told = (numbers: string | null) => (numbers === 'none' ? say.noCards : numbers);
  return { used: told(used), unused: told(unused) };
}
