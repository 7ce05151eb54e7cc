import type { LedgerEntry } from '@kamikit/ledger';

/**
 * When the readings that the entry keeps were taken, in epoch milliseconds, or a moment earlier: once more for what its owner
 * approved later. The clock may have jumped between them and the entry.
 */
export function readingsAt(entry: LedgerEntry): number {
  const { read_at } = entry.evidence;
  const readAt = typeof read_at === 'string' ? Date.parse(read_at) : Number.NaN;
  return Number.isNaN(readAt) ? writtenAt(entry) : Math.min(readAt, writtenAt(entry));
}

/** When they were written down with the entry: whatever was read for them had been read by then. */
export function writtenAt({ decided_at, created_at }: LedgerEntry): number {
  return Date.parse(decided_at ?? created_at);
}
