import type { Address } from './address.ts';

/**
 * With what a transaction that writes begins, all of it sent at once. It waits until nobody else writes to this ledger, up to the
 * session's `lock_timeout`, and gives way with its end, however that comes: every event continues the one before, so there is
 * nothing that two could write at once.
 */
export function lockOf({ lockKey }: Pick<Address, 'lockKey'>): string {
  return `select pg_advisory_xact_lock(${lockKey})`;
}

/**
 * What the time is, and by which version's schema the tables are. A statement after that of the lock: what a statement sees
 * is what was committed when it began, before it had waited.
 */
export const LOOK =
  'select (extract(epoch from clock_timestamp()) * 1000)::bigint as "nowMs", version from schema_version';

export interface Looked {
  nowMs: number;
  version: number;
}

/** The row of it. */
export function lookedIn([row]: readonly unknown[]): Looked {
  if (typeof row !== 'object' || row === null || !('nowMs' in row) || !('version' in row))
    throw new Error('the table schema_version is empty');
  return { nowMs: Number(row.nowMs), version: Number(row.version) };
}
