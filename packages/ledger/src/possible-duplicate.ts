import { KamikitError } from '@kamikit/core';
import { accountOf } from './entry-row.ts';
import { isOf, NOBODY } from './queries.ts';
import type { EntryRow } from './schema.ts';
import { type Asked, type Places, statement } from './statement.ts';

/** For how long the same wish under another key is taken for a mistake: models choose new keys after a restart. */
const WINDOW_MS = 10 * 60_000;

const COLUMNS = ['id', 'idempotency_key', 'state', 'created_ms', 'evidence'] as const;

type Similar = Pick<EntryRow, (typeof COLUMNS)[number]>;

interface Asking extends Similar, Pick<EntryRow, 'kind' | 'likeness' | 'quote_until_ms' | 'decided_ms'> {}

interface Alike {
  kind: string;
  likeness: string;
  account: string | null;
}

// Behind some time a server expects a third of all, where it does not know which.
const SINCE = { isPlannedAnew: true };

const madeAlike = statement(
  (db, given: Places<{ kind: string; likeness: string; person: string; sinceMs: number }>) =>
    db
      .selectFrom('entries')
      .select(COLUMNS)
      .where('kind', '=', given.kind)
      .where('likeness', '=', given.likeness)
      .where('created_ms', '>', given.sinceMs)
      .where(isOf(given.person))
      // What was refused left nothing behind, and what nobody approved in time will not.
      .where('state', 'not in', ['refused', 'awaiting_approval'])
      .orderBy('created_ms'),
  SINCE,
);

const askedLately = statement(
  (db, { person, sinceMs }: Places<{ person: string; sinceMs: number }>) =>
    db
      .selectFrom('entries')
      .select([...COLUMNS, 'kind', 'likeness', 'quote_until_ms', 'decided_ms'])
      .where('quote_until_ms', '>', sinceMs)
      .where(isOf(person)),
  SINCE,
);

/** What may be the same wish of this person, made or asked for a short while ago: two people may well wish for the same. */
export function lately(
  { kind, likeness }: Pick<Alike, 'kind' | 'likeness'>,
  person: string | null,
  nowMs: number,
): { made: Asked<Similar>; asked: Asked<Asking> } {
  const given = { person: person ?? NOBODY, sinceMs: nowMs - WINDOW_MS };
  return {
    made: madeAlike({ kind, likeness, ...given }),
    // What waits for its owner, or was approved a short while ago, may have been asked for long before. There are few of these,
    // and one index finds them.
    asked: askedLately(given),
  };
}

/** @throws {KamikitError} `possible_duplicate`, naming the earlier entry. */
export function assertNoDuplicate(
  { kind, likeness, account }: Alike,
  { made, asked }: { made: readonly Similar[]; asked: readonly Asking[] },
  nowMs: number,
): void {
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
