import { formatShanghaiTime } from '@kamikit/core';
import type { Kysely } from 'kysely';
import type { JsonObject } from './entry.ts';
import type { EventRow, LedgerSchema } from './schema.ts';

/** Something that happened to an entry. */
export interface EntryEvent {
  seq: number;
  at: string;
  /** The user of this machine whose program did it. */
  who: string;
  /** For instance `approved` or `sent`. */
  action: string;
  from: string | null;
  to: string | null;
  detail: JsonObject | null;
}

export async function timelineOf(db: Kysely<LedgerSchema>, entryId: string): Promise<EntryEvent[]> {
  const events = await db
    .selectFrom('events')
    .selectAll()
    .where('entry_id', '=', entryId)
    .orderBy('seq')
    .execute();
  return events.map(toEntryEvent);
}

/** The entries to which something happened after another was prepared: by the order of events, which no clock changes. */
export interface Since {
  /** Sent since then, or still without an answer at that moment. */
  underWay: ReadonlySet<string>;
  /** These, and those that were settled or decided about otherwise. */
  changed: ReadonlySet<string>;
}

export async function sincePrepared(db: Kysely<LedgerSchema>, entryId: string): Promise<Since> {
  const events = await db
    .selectFrom('events')
    .select(['entry_id', 'action', 'from_state'])
    .where('entry_id', 'is not', null)
    .where('entry_id', '!=', entryId)
    .where('to_state', 'is not', null)
    .where('seq', '>', (eb) =>
      eb
        .selectFrom('events')
        .select(({ fn }) => fn.max<number>('seq').as('seq'))
        .where('entry_id', '=', entryId)
        .where('to_state', '=', 'prepared'),
    )
    .execute();
  const idsOf = (some: typeof events) => new Set(some.map(({ entry_id }) => String(entry_id)));
  const underWay = events.filter(({ action, from_state }) => action === 'sent' || from_state === 'sent');
  return { underWay: idsOf(underWay), changed: idsOf(events) };
}

export function toEntryEvent(row: EventRow): EntryEvent {
  const { seq, at_ms, who, action, from_state: from, to_state: to, detail } = row;
  return { seq, at: formatShanghaiTime(at_ms), who, action, from, to, detail: readDetail(detail) };
}

/** What a hand at the file left unreadable says nothing. */
function readDetail(detail: string | null): JsonObject | null {
  try {
    return detail === null ? null : JSON.parse(detail);
  } catch {
    return null;
  }
}
