import type { LedgerEntry } from '@kamikit/ledger';

/** Whether a damaged entry may have done something since then: what else it says of itself cannot be relied on. */
export function mayHaveActedSince({ damaged, updated_at }: LedgerEntry, sinceMs: number): boolean {
  return damaged !== null && (damaged.includes('updated_ms') || Date.parse(updated_at) >= sinceMs);
}
