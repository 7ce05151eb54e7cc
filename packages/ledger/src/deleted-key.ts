import { KamikitError } from '@kamikit/core';
import type { Kysely } from 'kysely';
import { isSigned } from './events.ts';
import { type Key, keyDetail } from './key-detail.ts';
import { ACCEPTED } from './owners-word.ts';
import type { EventRow, LedgerSchema } from './schema.ts';
import { type Asked, type Places, statement } from './statement.ts';
import { acceptedIn } from './verify.ts';

type Db = Kysely<LedgerSchema>;

const createdBy = statement((db, { detail }: Places<{ detail: string }>) =>
  db.selectFrom('events').select('entry_id').where('entry_id', 'is not', null).where('detail', '=', detail),
);

/** The entries that this key created, whatever has become of them since. */
export function createdWith(key: Key): Asked<Created> {
  return createdBy({ detail: JSON.stringify(keyDetail(key)) });
}

type Created = Pick<EventRow, 'entry_id'>;

/**
 * What speaks against using a key that no entry has used up: that there was one, by the event that created it, and that a
 * hand removed it or gave it another key. Only the owner's word lifts that.
 */
export async function deletedKey(
  db: Db,
  key: Key,
  created: readonly Created[],
  signingKey: string,
): Promise<KamikitError | null> {
  if (created.length === 0) return null;
  const kept = await db
    .selectFrom('entries')
    .select('id')
    .where('kind', '=', key.kind)
    .where('idempotency_key', '=', key.idempotency_key)
    .execute();
  const ids = new Set(kept.map(({ id }) => id));
  const gone = created.flatMap(({ entry_id }) => (entry_id === null || ids.has(entry_id) ? [] : entry_id));
  if (gone.length === 0) return null;
  const accepted = await acceptedEntries(db, signingKey);
  const first = gone.find((id) => !accepted.has(id));
  return first === undefined ? null : missing(first);
}

/** The entries that the owner accepted as missing or changed. */
async function acceptedEntries(db: Db, signingKey: string): Promise<ReadonlySet<string | undefined>> {
  const events = await db
    .selectFrom('events')
    .selectAll()
    .where('entry_id', 'is', null)
    .where('action', '=', ACCEPTED)
    .execute();
  const exactly = events.filter((event) => isSigned(event, signingKey)).flatMap(acceptedIn);
  return new Set(exactly.map((each) => /^(?:deleted|changed) (\S+) /.exec(each)?.[1]));
}

function missing(entryId: string): KamikitError {
  return new KamikitError(
    `This key was used before, by entry ${entryId}, which somebody has deleted from the ledger or given another key. What it bought is not known here, so the same could be bought again.`,
    { code: 'suspended', outcome: 'not_committed', neverSent: true, entryId },
  );
}
