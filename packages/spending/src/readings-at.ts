import type { LedgerEntry } from '@kamikit/ledger';

/**
 * When the readings that the entry keeps were taken, in epoch milliseconds, or a moment earlier: once more for what its owner
 * approved later. The clock may have jumped between them and the entry.
 */
export function readingsAt({ decided_at, created_at, evidence }: LedgerEntry): number {
  const writtenAt = Date.parse(decided_at ?? created_at);
  const readAt = typeof evidence.read_at === 'string' ? Date.parse(evidence.read_at) : Number.NaN;
  return Number.isNaN(readAt) ? writtenAt : Math.min(readAt, writtenAt);
}
