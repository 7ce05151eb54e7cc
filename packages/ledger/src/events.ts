import { createHmac, hash as digest } from 'node:crypto';
import { compareMoney, type KamikitError } from '@kamikit/core';
import type { Kysely } from 'kysely';
import { type Counted, countChange, countDay, countsOf, readCounted } from './counted.ts';
import type { JsonObject } from './entry.ts';
import { isAlone, isLastNow, lastEvent, type Standing } from './last-event.ts';
import {
  NO_WORD,
  type OwnersWord,
  readWord,
  WORDS,
  withUseByEntries,
  wordAfter,
  wordByEvents,
} from './owners-word.ts';
import type { EntryRow, EventRow, LedgerSchema } from './schema.ts';
import { type Asked, ask, type Places, statement } from './statement.ts';
import { thisUser } from './this-user.ts';

type Db = Kysely<LedgerSchema>;

/** What happened, to be written down for good. */
export interface NewEvent {
  atMs: number;
  /** For instance `sent`; for what is no entry's, `budget set` or the like. */
  action: string;
  entryId?: string;
  from?: string;
  to?: string;
  /** The entry's content after the change; see `contentOf`. */
  content?: string;
  detail?: JsonObject;
  /** The entry before and after, where it changed: what its day counts changes with it. */
  change?: Change;
}

interface Change {
  before: EntryRow | null;
  now: EntryRow;
}

/** What the events of one transaction are signed with, and where they begin and end. */
export interface Signing {
  key: string;
  /** Why nothing may be appended; null when it may. */
  refusal: KamikitError | null;
  /** What to say of a last event that this key did not sign. */
  notOurs: () => KamikitError;
  /** The ledger's owner accepts what it continues, whatever that is. */
  isAccepting: boolean;
  /** Who does it; null: the user that this process runs as. */
  who: string | null;
  first: EventRow | null;
  last: EventRow | null;
}

const signings = new WeakMap<object, Signing>();

/** Makes a transaction one that can append events. */
export function signEvents(trx: Db, signing: Signing, seen?: Standing): void {
  signings.set(trx, signing);
  isAlone(trx, seen);
}

// Before there were sums, the table had no place for them.
type Written = Omit<EventRow, 'counted'> & { counted?: string };

const insertEvent = statement((db, event: Places<Written>) => db.insertInto('events').values(event));

/**
 * Appends an event in the transaction of the change that it tells of. Every event continues the one before.
 * @throws {KamikitError} `suspended` or `config_invalid` when this process cannot continue the chain.
 */
export async function appendEvent(trx: Db, event: NewEvent): Promise<void> {
  await ask(trx, await nextEvent(trx, event));
}

/**
 * The same, to be written together with the change that it tells of: the transaction counts it as written.
 * @throws {KamikitError} `suspended` or `config_invalid` when this process cannot continue the chain.
 */
export async function nextEvent(trx: Db, event: NewEvent): Promise<Asked<unknown>> {
  const signing = signingOf(trx);
  if (signing.refusal !== null) throw signing.refusal;
  const before = await lastEvent(trx);
  if (before && before !== signing.last && !signing.isAccepting && !isSigned(before, signing.key))
    throw signing.notOurs();
  const unsigned = {
    seq: (before?.seq ?? 0) + 1,
    at_ms: event.atMs,
    who: signing.who ?? thisUser(),
    entry_id: event.entryId ?? null,
    action: event.action,
    from_state: event.from ?? null,
    to_state: event.to ?? null,
    content: event.content ?? null,
    detail: event.detail === undefined ? null : JSON.stringify(event.detail),
    prev: before?.hash ?? '',
  };
  const change = event.change && (await unlessItFrees(trx, event.change, signing.key));
  const counted = await countedBy(trx, change, before, signing);
  const word = await wordBy(trx, unsigned, change, before, signing);
  // Earlier versions had no place for it, and their events are taken over as these were.
  const held = counted || word !== NO_WORD ? { counted: heldAs(counted, word) } : {};
  const hash = signature({ ...unsigned, counted: held.counted ?? null }, signing.key);
  const signed = { ...unsigned, counted: held.counted ?? null, hash };
  signing.first ??= signed;
  signing.last = signed;
  isLastNow(trx, signed);
  return insertEvent({ ...unsigned, ...held, hash });
}

/** The people whose sums these are, and those who may come in, are not of one name. */
function heldAs(counted: Counted | null, word: OwnersWord | null): string {
  const { people = {}, ...sums } = counted ?? {};
  return JSON.stringify({ ...sums, ...(Object.keys(people).length > 0 && { spent_by: people }), ...word });
}

/** What a hand has altered is taken back from no sum: it counts on as it was written down. */
async function unlessItFrees(trx: Db, change: Change, key: string): Promise<Change> {
  const { before, now } = change;
  if (before === null || !frees(before, now) || (await isAsWritten(trx, before, key))) return change;
  return { before: null, now };
}

function frees(before: EntryRow, now: EntryRow): boolean {
  const [was, is] = [countsOf(before), countsOf(now)];
  return compareMoney(was.spent, is.spent) > 0 || was.cards > is.cards || before.mandate !== now.mandate;
}

/** Whether the row is as its last event left it, and no hand at the file changed it since. */
export async function isAsWritten(db: Db, row: EntryRow, key: string): Promise<boolean> {
  return (await writtenContent(db, row.id, key)) === contentOf(row);
}

const lastWithContent = statement((db, given: Places<{ id: string }>) =>
  db
    .selectFrom('events')
    .selectAll()
    .where('entry_id', '=', given.id)
    .where('content', 'is not', null)
    .orderBy('seq', 'desc')
    .limit(1),
);

/** The content by the last event of an entry or a job; null where there is none, or it was altered. */
export async function writtenContent(db: Db, id: string, key: string): Promise<string | null> {
  const [last] = await ask(db, lastWithContent({ id }));
  return last !== undefined && isSigned(last, key) ? last.content : null;
}

function countedBy(
  trx: Db,
  change: Change | undefined,
  before: EventRow | null,
  { isAccepting }: Signing,
): Promise<Counted> | Counted | null {
  const last = readCounted(before?.counted);
  if (change !== undefined) return countChange(trx, last, change.before, change.now);
  // What the owner accepts is how the entries are now.
  return isAccepting && last !== null ? countDay(trx, last.day) : last;
}

async function wordBy(
  trx: Db,
  event: Omit<EventRow, 'hash' | 'counted'>,
  change: Change | undefined,
  before: EventRow | null,
  { key, isAccepting }: Signing,
): Promise<OwnersWord | null> {
  const word = wordAfter(await wordOf(trx, before, key), event, change);
  return isAccepting && word !== null ? withUseByEntries(trx, word) : word;
}

/** What the owner's word is now. */
export async function ownersWord(db: Db, key: string): Promise<OwnersWord> {
  return wordOf(db, await lastEvent(db), key);
}

/** What it was at this event, the last one. */
export async function wordOf(db: Db, last: EventRow | null, key: string): Promise<OwnersWord> {
  const held = last !== null && isSigned(last, key) ? readWord(last.counted) : null;
  if (held !== null) return held;
  const told = await wordByEvents(db, await eventsOfNoEntry(db, WORDS), (event) => isSigned(event, key));
  // Held from then on, so that no event has to be looked for again.
  return told ?? NO_WORD;
}

/** What the transaction does from now on is done in this name; null: that of the user that this process runs as. */
export function actAs(trx: Db, who: string | null): { before: string | null } {
  const signing = signingOf(trx);
  const { who: before } = signing;
  signing.who = who;
  return { before };
}

/** From now on the transaction may continue events that this key did not sign, and its last one becomes the head. */
export function acceptPast(trx: Db): void {
  signingOf(trx).isAccepting = true;
}

function signingOf(trx: Db): Signing {
  const signing = signings.get(trx);
  if (signing === undefined) throw new TypeError('events are appended in a transaction of the ledger only');
  return signing;
}

/** Appends what became of an entry: its row as it was, and as it is stored now. */
export async function recordChange(...changed: Parameters<typeof changeOf>): Promise<void> {
  await ask(changed[0], await changeOf(...changed));
}

/** The same, to be written together with the change. */
export function changeOf(
  trx: Db,
  action: string,
  before: EntryRow | null,
  now: EntryRow,
  detail?: JsonObject,
): Promise<Asked<unknown>> {
  return nextEvent(trx, {
    ...{ atMs: now.updated_ms, action, entryId: now.id, to: now.state, content: contentOf(now) },
    ...{ change: { before, now }, ...(before && { from: before.state }), ...(detail && { detail }) },
  });
}

/** The events of these actions that are no entry's and were signed with this key, oldest first. */
export async function ownEvents(db: Db, key: string, actions: readonly string[]): Promise<EventRow[]> {
  return (await eventsOfNoEntry(db, actions)).filter((event) => isSigned(event, key));
}

function eventsOfNoEntry(db: Db, actions: readonly string[]): Promise<EventRow[]> {
  return db
    .selectFrom('events')
    .selectAll()
    .where('entry_id', 'is', null)
    .where('action', 'in', actions)
    .orderBy('seq')
    .execute();
}

/** Whether the event is as it was when this key signed it. */
export function isSigned({ hash, ...unsigned }: EventRow, key: string): boolean {
  return hash === signature(unsigned, key);
}

function signature(event: Omit<EventRow, 'hash'>, key: string): string {
  const { prev, seq, at_ms, who, entry_id, action, from_state, to_state, content, detail, counted } = event;
  const text = JSON.stringify([
    prev,
    seq,
    at_ms,
    who,
    entry_id,
    action,
    from_state,
    to_state,
    content,
    detail,
    // Earlier versions wrote none, and signed the rest.
    ...(counted === null || counted === undefined ? [] : [counted]),
  ]);
  if (signed.key !== key) signed = { key, hashes: new Map() };
  const hash = signed.hashes.get(text) ?? createHmac('sha256', key).update(text).digest('hex');
  signed.hashes.delete(text);
  signed.hashes.set(text, hash);
  const [oldest] = signed.hashes.size > MOST_SIGNATURES ? signed.hashes.keys() : [];
  if (oldest !== undefined) signed.hashes.delete(oldest);
  return hash;
}

const MOST_SIGNATURES = 64;

/** What was asked for lately: the last event is several times in each transaction, and who somebody is with each of their calls. */
let signed = { key: '', hashes: new Map<string, string>() };

// These change without an event: who holds the entry, for how long, and when it is looked at again. The others are taken
// from what is content, for lists and sums.
const NOT_CONTENT: ReadonlySet<string> = new Set<keyof EntryRow>([
  ...(['owner_host', 'owner_pid', 'owner_token', 'lease_until_ms', 'look_ms'] as const),
  ...(['unused', 'account', 'good', 'quantity'] as const),
]);

/** SHA-256 in hex over all that an entry says, or a job. An empty column says nothing, so that later versions may add some. */
export function contentOf(row: object, unsaid: ReadonlySet<string> = NOT_CONTENT): string {
  const said = Object.entries(row)
    .filter(([column, value]) => value !== null && !unsaid.has(column))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return digest('sha256', JSON.stringify(said));
}
