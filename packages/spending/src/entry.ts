import type { ExecutedEntry, LedgerEntry } from '@kamikit/ledger';
import { isKind, type Kind, kinds, type ResultOf } from './kinds.ts';

/** A ledger entry, its result typed by its kind. */
export interface SpentEntry<K extends Kind = Kind> extends Omit<ExecutedEntry, 'kind' | 'result'> {
  kind: K;
  /** What was delivered, or how it stands; null where no answer is known. */
  result: ResultOf<K> | null;
}

export function toSpentEntry<K extends Kind>(kind: K, entry: ExecutedEntry): SpentEntry<K> {
  return { ...entry, kind, result: resultOf(kind, entry) };
}

/** What an entry of a kind holds; null where there is nothing, or nothing that this version can read. */
export function resultOf<K extends Kind>(
  kind: K,
  { result }: Pick<LedgerEntry, 'result'>,
): ResultOf<K> | null {
  return kinds[kind].result.safeParse(result).data ?? null;
}

/** The goods that an entry holds, as they came; null when there are none. */
export function deliveredBy(entry: LedgerEntry): string | null {
  return isKind(entry.kind) ? delivered(entry.kind, entry) : null;
}

function delivered<K extends Kind>(kind: K, entry: LedgerEntry): string | null {
  const result = resultOf(kind, entry);
  return result === null ? null : kinds[kind].delivered(result);
}
