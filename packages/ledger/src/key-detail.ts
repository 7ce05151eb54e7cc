import type { JsonObject } from './entry.ts';
import { fingerprint } from './fingerprint.ts';
import type { EntryRow } from './schema.ts';

export interface Key extends Pick<EntryRow, 'kind' | 'idempotency_key'> {
  /** None in tables of before there were people. */
  person?: string | null;
}

/** What the event that creates an entry keeps of its key, so that the key is known once the entry is gone. */
export function keyDetail({ kind, idempotency_key, person = null }: Key): JsonObject {
  return { key: fingerprint({ kind, idempotency_key, ...(person !== null && { person }) }) };
}
