import { KamikitError } from '@kamikit/core';
import type { Kysely } from 'kysely';
import { accountOf } from './entry-row.ts';
import type { LedgerSchema } from './schema.ts';

/** For how long the same wish under another key is taken for a mistake: models choose new keys after a restart. */
const WINDOW_MS = 10 * 60_000;

/** @throws {KamikitError} `possible_duplicate`, naming the earlier entry. */
export async function assertNoDuplicate(
  db: Kysely<LedgerSchema>,
  { kind, likeness, account }: { kind: string; likeness: string; account: string | null },
  nowMs: number,
): Promise<void> {
  const earlier = await db
    .selectFrom('entries')
    .select(['id', 'idempotency_key', 'state', 'created_ms', 'evidence'])
    .where('kind', '=', kind)
    .where('likeness', '=', likeness)
    .where('created_ms', '>', nowMs - WINDOW_MS)
    // What was refused left nothing behind.
    .where('state', '!=', 'refused')
    .orderBy('created_ms')
    .execute();
  const first = earlier.find(({ evidence }) => accountOf(JSON.parse(evidence)) === account);
  if (first === undefined) return;
  const minutes = Math.floor((nowMs - first.created_ms) / 60_000);
  const ago = minutes < 1 ? 'less than a minute' : `${minutes} min`;
  throw new KamikitError(
    `The same ${kind} was made ${ago} ago under the key ${JSON.stringify(first.idempotency_key)} (entry ${first.id}, ${first.state}).`,
    { code: 'possible_duplicate', outcome: 'not_committed', neverSent: true, entryId: first.id },
  );
}
