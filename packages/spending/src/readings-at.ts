import type { LedgerEntry } from '@kamikit/ledger';

/** When the readings that the entry keeps were taken, in epoch milliseconds: once more for what its owner approved later. */
export function readingsAt({ decided_at, created_at }: LedgerEntry): number {
  return Date.parse(decided_at ?? created_at);
}
