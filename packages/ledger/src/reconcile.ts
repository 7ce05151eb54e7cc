import type { JsonObject, LedgerEntry, Settlement } from './entry.ts';
import { notCommitted } from './recorded-error.ts';

/** What looking at the upstream showed about an entry whose outcome was open. */
export type Finding =
  | { verdict: 'committed'; settlement: Settlement }
  | { verdict: 'not_committed'; evidence: JsonObject }
  | { verdict: 'undecidable'; evidence: JsonObject; advice: string };

/** Looks at the upstream, changes nothing there, and tells what became of the entry. */
export type Reconciler = (entry: LedgerEntry) => Promise<Finding>;

/** Whether there is anything to find out about the entry. */
export function isOpen(entry: LedgerEntry): entry is LedgerEntry & { state: 'unknown' | 'pending' } {
  return entry.state === 'unknown' || entry.state === 'pending';
}

const GONE_AT_THE_UPSTREAM =
  'The upstream accepted it but no longer shows it: ask the upstream what became of it before doing it again.';

export function findingToSettlement(
  entry: LedgerEntry & { state: 'unknown' | 'pending' },
  finding: Finding,
): Settlement {
  switch (finding.verdict) {
    case 'committed':
      return finding.settlement;
    case 'not_committed':
      if (entry.state === 'pending')
        return { state: 'pending', evidence: finding.evidence, advice: GONE_AT_THE_UPSTREAM };
      return { state: 'refused', evidence: finding.evidence, error: notCommitted(entry.error) };
    case 'undecidable':
      return { state: entry.state, evidence: finding.evidence, advice: finding.advice };
  }
}
