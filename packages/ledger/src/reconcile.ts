import type { Money } from '@kamikit/core';
import type { JsonObject, LedgerEntry, Settlement } from './entry.ts';
import { notCommitted } from './recorded-error.ts';

/** What looking at the upstream showed about an entry whose outcome was open. */
export type Finding =
  | { verdict: 'committed'; settlement: Settlement }
  | { verdict: 'not_committed'; evidence: JsonObject }
  /** `charged`: the account shows that this much left it, whatever for. */
  | { verdict: 'undecidable'; evidence: JsonObject; advice: string; charged?: Money };

/** Looks at the upstream, changes nothing there, and tells what became of the entry. */
export type Reconciler = (entry: LedgerEntry) => Promise<Finding>;

/** Whether there is anything to find out about the entry. */
export function isOpen(entry: LedgerEntry): entry is OpenEntry {
  return (
    entry.state === 'unknown' ||
    entry.state === 'pending' ||
    (entry.state === 'refunded' && !entry.refund_shown) ||
    // Its number was sent, and the upstream can be asked for that: the account alone would prove little so much later.
    (entry.state === 'refused' && entry.sent_at !== null && !entry.never_sent && entry.reference !== null)
  );
}

/** Without a known outcome, or refunded or refused in words only. */
type OpenEntry = LedgerEntry & { state: 'unknown' | 'pending' | 'refunded' | 'refused' };

const GONE_AT_THE_UPSTREAM =
  'The upstream accepted it but no longer shows it: ask the upstream what became of it before doing it again.';

export function findingToSettlement(entry: OpenEntry, finding: Finding): Settlement {
  switch (finding.verdict) {
    case 'committed':
      return finding.settlement;
    case 'not_committed':
      if (entry.state !== 'unknown')
        return { state: entry.state, evidence: finding.evidence, advice: GONE_AT_THE_UPSTREAM };
      return { state: 'refused', evidence: finding.evidence, error: notCommitted(entry.error) };
    case 'undecidable':
      return {
        state: entry.state,
        evidence: finding.evidence,
        advice: finding.advice,
        ...(finding.charged !== undefined && { charged: finding.charged }),
      };
  }
}
