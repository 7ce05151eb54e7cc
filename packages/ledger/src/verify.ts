import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import type { Chain } from './chain.ts';
import { acceptPast, appendEvent, contentOf, isSigned } from './events.ts';
import { isSealed, jobContent } from './jobs/job-seal.ts';
import { ACCEPTED } from './owners-word.ts';
import { rowsAfter } from './queries.ts';
import type { EntryRow, EventRow, JobItemRow, JobRow, LedgerSchema } from './schema.ts';
import { RESUMED, readSuspensions, SUSPENDED } from './suspensions.ts';

type Db = Kysely<LedgerSchema>;

/** Something in a ledger that its events do not account for. */
export interface Discrepancy {
  /** Null for what is no entry's. */
  entryId: string | null;
  /** In words for its owner. */
  what: string;
}

/** A discrepancy, and what exactly was found: accepted once, it is reported again only if it changes. */
interface Found extends Discrepancy {
  exactly: string;
}

const BATCH = 500;

/** Compares everything with everything: each event with its hash and the one before, each entry with its last event. */
export async function verifyHistory(db: Db, chain: Chain): Promise<Discrepancy[]> {
  const doubt = await chain.doubt(db);
  const { found, accepted } = await compare(db, chain.key);
  const told = found.filter(({ exactly }) => !accepted.has(exactly));
  return [
    ...(doubt === null ? [] : [{ entryId: null, what: doubt.message }]),
    ...told.map(({ entryId, what }) => ({ entryId, what })),
  ];
}

/** Writes down that the ledger's owner takes it as it is; from then on its last event is the head again. */
export async function acceptHistory(trx: Db, chain: Chain, nowMs: number): Promise<void> {
  const doubt = await chain.doubt(trx);
  const { found } = await compare(trx, chain.key);
  acceptPast(trx);
  const detail = { doubt: doubt?.message ?? null, accepted: found.map(({ exactly }) => exactly) };
  await appendEvent(trx, { atMs: nowMs, action: ACCEPTED, detail });
}

async function compare(db: Db, key: string): Promise<{ found: Found[]; accepted: ReadonlySet<string> }> {
  const { found, accepted, lastOf, suspendedBy } = await readEvents(db, key);
  const entries = await readEntries(db, lastOf, key);
  return { found: [...found, ...entries, ...(await compareSuspensions(db, suspendedBy))], accepted };
}

async function readEvents(db: Db, key: string) {
  const found: Found[] = [];
  const accepted = new Set<string>();
  const lastOf = new Map<string, EventRow>();
  const suspendedBy = new Set<string>();
  const unsigned: EventRow[] = [];
  let before: EventRow | null = null;
  for await (const event of eventsOf(db)) {
    const next: number = (before?.seq ?? 0) + 1;
    if (event.seq !== next) found.push(missing(next, event.seq - 1));
    const isOurs = isSigned(event, key);
    if (isOurs && event.seq === next && event.prev !== (before?.hash ?? '')) found.push(unconnected(event));
    if (isOurs) for (const each of acceptedIn(event)) accepted.add(each);
    if (isOurs && event.entry_id !== null) {
      if (event.action === SUSPENDED) suspendedBy.add(event.entry_id);
      if (event.action === RESUMED) suspendedBy.delete(event.entry_id);
    }
    if (isOurs || event.seq !== next) flush(unsigned, found);
    if (!isOurs) unsigned.push(event);
    // Others are about an entry, and change nothing of it.
    if (event.entry_id !== null && event.content !== null) lastOf.set(event.entry_id, event);
    before = event;
  }
  flush(unsigned, found);
  return { found, accepted, lastOf, suspendedBy };
}

/** Events in a row that were altered, or signed with another key, are one discrepancy. */
function flush(unsigned: EventRow[], found: Found[]): void {
  const [first, last] = [unsigned[0], unsigned.at(-1)];
  if (first === undefined || last === undefined) return;
  const which = first === last ? `Event ${first.seq} was` : `Events ${first.seq} to ${last.seq} were`;
  const entryId = first === last ? first.entry_id : null;
  const about = entryId === null ? '' : ` (${first.action}, entry ${entryId})`;
  const exactly = `altered ${first.seq}-${last.seq} ${digest(unsigned)}`;
  found.push({ entryId, what: `${which} altered, or signed with another key${about}.`, exactly });
  unsigned.length = 0;
}

async function readEntries(db: Db, lastOf: Map<string, EventRow>, key: string): Promise<Found[]> {
  const found: Found[] = [];
  let last: EntryRow | undefined;
  do {
    const batch = await rowsAfter(db, last, BATCH);
    await setImmediate();
    for (const row of batch) {
      const event = lastOf.get(row.id);
      lastOf.delete(row.id);
      if (event === undefined) found.push(unknownEntry(row));
      else if (event.content !== contentOf(row)) found.push(changedEntry(row, event));
    }
    last = batch.at(-1);
  } while (last);
  found.push(...(await compareJobs(db, lastOf, key)));
  return [...found, ...[...lastOf.values()].map(deletedEntry)];
}

/** Jobs have events as entries do; their items are sealed. */
async function compareJobs(db: Db, lastOf: Map<string, EventRow>, key: string): Promise<Found[]> {
  const found: Found[] = [];
  for (const job of await db.selectFrom('jobs').selectAll().orderBy('created_ms').execute()) {
    const event = lastOf.get(job.id);
    lastOf.delete(job.id);
    const content = jobContent(job);
    if (event?.content !== content) found.push(changedJob(job, content));
    const items = await db.selectFrom('job_items').selectAll().where('job_id', '=', job.id).execute();
    const altered = items.filter((item) => !isSealed(item, key));
    if (altered.length > 0) found.push(changedItems(job, altered));
    await setImmediate();
  }
  return found;
}

function changedJob({ id, state }: JobRow, content: string): Found {
  return {
    entryId: null,
    what: `Job ${id} (${state}) was changed from outside.`,
    exactly: `job ${id} ${content}`,
  };
}

function changedItems({ id }: JobRow, items: readonly JobItemRow[]): Found {
  const [first, ...more] = items.map(({ number }) => number);
  const which = more.length === 0 ? `Item ${first}` : `${items.length} items (the first is ${first})`;
  const what = `${which} of job ${id} ${more.length === 0 ? 'was' : 'were'} changed from outside.`;
  return { entryId: null, what, exactly: `items ${id} ${digest(items)}` };
}

/** Only its owner's word lifts a suspension, and that is an event. */
async function compareSuspensions(db: Db, suspendedBy: ReadonlySet<string>): Promise<Found[]> {
  const standing = new Set((await readSuspensions(db)).map(({ entry_id }) => entry_id));
  return [...suspendedBy].filter((entryId) => !standing.has(entryId)).map(liftedFromOutside);
}

function liftedFromOutside(entryId: string): Found {
  const what = `The suspension of the account that entry ${entryId} was charged to was lifted from outside.`;
  return { entryId, what, exactly: `lifted ${entryId}` };
}

async function* eventsOf(db: Db): AsyncGenerator<EventRow> {
  let seq = 0;
  let batch: EventRow[];
  do {
    batch = await db
      .selectFrom('events')
      .selectAll()
      .where('seq', '>', seq)
      .orderBy('seq')
      .limit(BATCH)
      .execute();
    // A long ledger takes seconds, in which whoever else is at work here gets a turn.
    await setImmediate();
    yield* batch;
    seq = batch.at(-1)?.seq ?? seq;
  } while (batch.length > 0);
}

export function acceptedIn({ action, detail }: EventRow): string[] {
  return action === ACCEPTED && detail !== null ? JSON.parse(detail).accepted : [];
}

function missing(from: number, to: number): Found {
  const what = from === to ? `Event ${from} is missing.` : `Events ${from} to ${to} are missing.`;
  return { entryId: null, what, exactly: `missing ${from}-${to}` };
}

function unconnected({ seq, hash }: EventRow): Found {
  const what = `Event ${seq} does not continue event ${seq - 1}: an event before it was replaced.`;
  return { entryId: null, what, exactly: `unconnected ${hash}` };
}

function unknownEntry(row: EntryRow): Found {
  const what = `Entry ${row.id} (${row.kind}, ${row.state}) has no events: it was not written by Kamikit.`;
  return { entryId: row.id, what, exactly: `unknown ${row.id} ${contentOf(row)}` };
}

function changedEntry(row: EntryRow, { at_ms, to_state }: EventRow): Found {
  const states = row.state === to_state ? '' : ` (its state was ${to_state}, and is ${row.state})`;
  const what = `Entry ${row.id} (${row.kind}) was changed from outside after its last event of ${new Date(at_ms).toISOString()}${states}.`;
  return { entryId: row.id, what, exactly: `changed ${row.id} ${contentOf(row)}` };
}

function deletedEntry({ entry_id: entryId, to_state, seq }: EventRow): Found {
  const what = `Entry ${entryId} is missing: by its last event it was ${to_state}.`;
  return { entryId, what, exactly: `deleted ${entryId} ${seq}` };
}

function digest(events: readonly (EventRow | JobItemRow)[]): string {
  return createHash('sha256').update(JSON.stringify(events)).digest('hex');
}
