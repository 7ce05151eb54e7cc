import type { Kysely } from 'kysely';
import type { LedgerSchema } from './schema.ts';
import { type EntryEvent, toEntryEvent } from './timeline.ts';

/** The event of an entry of which its upstream told unasked how it stands. */
export const NOTIFIED = 'notified';

/** What an upstream told unasked. */
export interface Notified extends EntryEvent {
  entry_id: string;
}

export interface NotifiedOptions {
  /** Only those before this event. */
  beforeSeq?: number | undefined;
  /** 100 by default. */
  limit?: number | undefined;
}

/** The latest first. */
export async function notificationsIn(
  db: Kysely<LedgerSchema>,
  { beforeSeq, limit = 100 }: NotifiedOptions,
): Promise<Notified[]> {
  let events = db.selectFrom('events').selectAll().where('action', '=', NOTIFIED);
  if (beforeSeq !== undefined) events = events.where('seq', '<', beforeSeq);
  const rows = await events.orderBy('seq', 'desc').limit(limit).execute();
  return rows.map((row) => ({ ...toEntryEvent(row), entry_id: row.entry_id ?? '' }));
}
