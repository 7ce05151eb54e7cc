import type { LedgerEntry } from '@kamikit/ledger';
import { deliveredCards } from '@kamikit/spending';

/** Which delivered cards are marked as used and which are not, by their numbers: "1-3, 7", or "none"; null without cards. */
export function viewMarks(entry: LedgerEntry): { used: string | null; unused: string | null } {
  const { used, unused } = entry;
  const total = unused === null ? deliveredCards(entry).length : unused + used.length;
  if (total === 0) return { used: null, unused: null };
  const marked = new Set(used);
  const others = Array.from({ length: total }, (_, at) => at + 1).filter((number) => !marked.has(number));
  return { used: inRuns(used), unused: inRuns(others) };
}

function inRuns(numbers: readonly number[]): string {
  const runs: Array<[first: number, last: number]> = [];
  for (const number of numbers) {
    const run = runs.at(-1);
    if (run?.[1] === number - 1) run[1] = number;
    else runs.push([number, number]);
  }
  return (
    runs.map(([first, last]) => (first === last ? String(first) : `${first}-${last}`)).join(', ') || 'none'
  );
}
