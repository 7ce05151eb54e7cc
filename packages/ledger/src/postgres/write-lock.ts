import type { Standing } from '../last-event.ts';
import type { EventRow } from '../schema.ts';
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
 * What the time is, by which version's schema the tables are, and how far the ledger has come. A statement after that of the
 * lock: what a statement sees is what was committed when it began, before it had waited.
 */
export const LOOK = `select (extract(epoch from clock_timestamp()) * 1000)::bigint as now_ms, version, ledger, events.*
  from schema_version cross join identity left join events on seq = (select max(seq) from events)`;

export interface Looked extends Standing {
  nowMs: number;
  version: number;
}

type Row = { now_ms: number; version: number; ledger: string } & (EventRow | { seq: null });

function isRow(row: unknown): row is Row {
  return typeof row === 'object' && row !== null && 'now_ms' in row && 'seq' in row;
}

/** The row of it. */
export function lookedIn([row]: readonly unknown[]): Looked {
  if (!isRow(row)) throw new Error('the table schema_version or identity is empty');
  const { now_ms: nowMs, version, ledger, ...last } = row;
  return { nowMs, version, ledger, last: last.seq === null ? null : last };
}
