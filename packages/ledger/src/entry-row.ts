import { formatShanghaiTime } from '@kamikit/core';
import type { JsonObject, LedgerEntry } from './entry.ts';
import type { EntryRow } from './schema.ts';

/** The entry as callers see it. */
export function toEntry(row: EntryRow): LedgerEntry {
  return {
    id: row.id,
    kind: row.kind,
    idempotency_key: row.idempotency_key,
    state: row.state,
    never_sent: row.never_sent === 1,
    request: JSON.parse(row.request),
    amount: row.amount,
    agreed: row.agreed,
    charged: row.charged,
    overcharged: row.overcharged === 1,
    refund_shown: row.refund_shown === 1,
    reference: row.reference,
    result: row.result === null ? null : JSON.parse(row.result),
    evidence: JSON.parse(row.evidence),
    error: row.error === null ? null : JSON.parse(row.error),
    advice: row.advice,
    created_at: formatShanghaiTime(row.created_ms),
    sent_at: row.sent_ms === null ? null : formatShanghaiTime(row.sent_ms),
    updated_at: formatShanghaiTime(row.updated_ms),
  };
}

/** The account that an entry's evidence names. */
export function accountOf({ account }: JsonObject): string | null {
  return typeof account === 'string' ? account : null;
}
