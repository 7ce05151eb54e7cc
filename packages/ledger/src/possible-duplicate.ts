import { KamikitError } from '@kamikit/core';
import type { Kysely } from 'kysely';
import { accountOf } from './entry-row.ts';
import { isOf } from './queries.ts';
import type { LedgerSchema } from './schema.ts';

/** For how long the same wish under another key is taken for a mistake: models choose new keys after a restart. */
const WINDOW_MS = 10 * 60_000;

interface Alike {
  kind: string;
  likeness: string;
  account: string | null;
  person: string | null;
}

/** Two people may well wish for the same. @throws {KamikitError} `possible_duplicate`, naming the earlier entry. */
export async function assertNoDuplicate(
  db: Kysely<LedgerSchema>,
  { kind, likeness, account, person }: Alike,
  nowMs: number,
): Promise<void> {
  const columns = ['id', 'idempotency_key', 'state', 'created_ms', 'evidence'] as const;
  const made = await db
    .selectFrom('entries')
    .select(columns)
    .where('kind', '=', kind)
    .where('likeness', '=', likeness)
    .where('created_ms', '>', nowMs - WINDOW_MS)
    .where(isOf(person))
    // What was refused left nothing behind, and what nobody approved in time will not.
    .where('state', 'not in', ['refused', 'awaiting_approval'])
    .orderBy('created_ms')
    .execute();
  // What waits for its owner, or was approved a short while ago, may have been asked for long before. There are few of these,
  // and one index finds them.
  const asked = await db
    .selectFrom('entries')
    .select([...columns, 'kind', 'likeness', 'quote_until_ms', 'decided_ms'])
    .where('quote_until_ms', '>', nowMs - WINDOW_MS)
    .where(isOf(person))
    .execute();
  const alive = asked.filter(
    (each) =>
      each.kind === kind &&
      each.likeness === likeness &&
      each.state !== 'refused' &&
      (each.state === 'awaiting_approval'
        ? (each.quote_until_ms ?? 0) > nowMs
        : (each.decided_ms ?? 0) > nowMs - WINDOW_MS),
  );
  const first = [...made, ...alive].find(({ evidence }) => accountOf(JSON.parse(evidence)) === account);
  if (first === undefined) return;
  const minutes = Math.floor((nowMs - first.created_ms) / 60_000);
  const ago = minutes < 1 ? 'less than a minute' : `${minutes} min`;
  throw new KamikitError(
    `The same ${kind} was made ${ago} ago under the key ${JSON.stringify(first.idempotency_key)} (entry ${first.id}, ${first.state}).`,
    { code: 'possible_duplicate', outcome: 'not_committed', neverSent: true, entryId: first.id },
  );
}
