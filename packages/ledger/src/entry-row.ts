import { formatShanghaiTime, KamikitError, type Money, parseMoney } from '@kamikit/core';
import { ENTRY_STATES, type Goods, type JsonObject, type LedgerEntry, type RecordedError } from './entry.ts';
import type { EntryRow } from './schema.ts';

/**
 * The entry as callers see it. What a hand at the file left unreadable is named in `damaged`, and stands as nothing:
 * one broken row hides no other.
 */
export function toEntry(row: EntryRow): LedgerEntry {
  const damaged: string[] = [];
  function read<T>(column: keyof EntryRow, fallback: T, parse: () => T): T {
    try {
      return parse();
    } catch {
      damaged.push(column);
      return fallback;
    }
  }
  const state = ENTRY_STATES.find((known) => known === row.state);
  if (state === undefined) damaged.push('state');
  const time = (column: 'created_ms' | 'sent_ms' | 'updated_ms' | 'quote_until_ms' | 'decided_ms') =>
    read(column, formatShanghaiTime(0), () => formatShanghaiTime(Number(row[column])));
  const money = (column: 'amount' | 'agreed' | 'charged') => {
    const text = row[column];
    return text === null ? null : read<Money | null>(column, null, () => parseMoney(text));
  };
  const entry = {
    id: row.id,
    kind: row.kind,
    idempotency_key: row.idempotency_key,
    state: state ?? 'unknown',
    never_sent: row.never_sent === 1,
    request: read<JsonObject>('request', {}, () => parseObject(row.request)),
    amount: money('amount'),
    agreed: money('agreed'),
    charged: money('charged'),
    overcharged: row.overcharged === 1,
    refund_shown: row.refund_shown === 1,
    goods: row.goods === null ? null : read<Goods | null>('goods', null, () => parseGoods(row.goods)),
    reference: row.reference,
    result:
      row.result === null ? null : read<JsonObject | null>('result', null, () => parseObject(row.result)),
    quote: row.quote === null ? null : read<JsonObject | null>('quote', null, () => parseObject(row.quote)),
    quote_until: row.quote_until_ms === null ? null : time('quote_until_ms'),
    decided_by: row.decided_by,
    decided_at: row.decided_ms === null ? null : time('decided_ms'),
    mandate: row.mandate,
    used: read<number[]>('used', [], () => parseNumbers(row.used)),
    unused: row.unused,
    evidence: read<JsonObject>('evidence', {}, () => parseObject(row.evidence)),
    error:
      row.error === null ? null : read<RecordedError | null>('error', null, () => parseObject(row.error)),
    advice: row.advice,
    created_at: time('created_ms'),
    sent_at: row.sent_ms === null ? null : time('sent_ms'),
    updated_at: time('updated_ms'),
    job: row.job,
    job_item: row.job_item,
    person: row.person,
  };
  return { ...entry, damaged: damaged.length === 0 ? null : damaged };
}

function parseObject<T extends object>(text: string | null): T {
  const value = JSON.parse(text ?? '');
  if (typeof value !== 'object' || value === null) throw new TypeError('it is no object');
  return value;
}

export function parseGoods(text: string | null): Goods {
  const { name, specification, quantity } = parseObject<Record<keyof Goods, unknown>>(text);
  const isText = (value: unknown) => value === null || typeof value === 'string';
  if (!isText(name) || !isText(specification) || typeof quantity !== 'number')
    throw new TypeError('it is no goods');
  return { name, specification, quantity };
}

function parseNumbers(text: string | null): number[] {
  const value: unknown = JSON.parse(text ?? '[]');
  if (!Array.isArray(value) || !value.every(Number.isSafeInteger)) throw new TypeError('they are no numbers');
  return value;
}

/** Whether the row can be read as a whole. What cannot is neither settled nor looked at again: nobody knows what it says. */
export function isWhole(row: EntryRow): boolean {
  return toEntry(row).damaged === null;
}

/** What a caller gets who asks for more of such an entry than to see it. */
export function damagedError({
  id,
  kind,
  damaged,
}: Pick<LedgerEntry, 'id' | 'kind' | 'damaged'>): KamikitError {
  return new KamikitError(
    `Entry ${id} (${kind}) is damaged: its ${damaged?.join(', ')} cannot be read. It was not sent again.`,
    {
      code: 'outcome_unknown',
      entryId: id,
      outcome: 'unknown',
      hint: "Somebody changed the ledger's file. Restore the entry from a backup, or check the upstream's own records.",
    },
  );
}

/** The account that an entry's evidence names. */
export function accountOf({ account }: JsonObject): string | null {
  return typeof account === 'string' ? account : null;
}
