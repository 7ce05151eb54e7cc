import type { Kysely } from 'kysely';
import { type MandateUse, useAfter, useByEntries } from './mandate-use.ts';
import { rememberLast } from './remember-last.ts';
import type { EntryRow, EventRow, LedgerSchema } from './schema.ts';

export const STOPPED = 'spending stopped';
export const RESUMED = 'spending resumed';
export const ADDED = 'mandate added';
export const REVOKED = 'mandate revoked';
export const ACCEPTED = 'history accepted';
export const PERSON_ADDED = 'person added';
export const PERSON_REVOKED = 'person revoked';

/** The events by which the owner's word changes. */
export const WORDS: readonly string[] = [
  ...[STOPPED, RESUMED, ADDED, REVOKED, ACCEPTED],
  ...[PERSON_ADDED, PERSON_REVOKED],
];

/**
 * What the owner's word comes to. Once there was one, every event holds it, as budgets have their sums, and the last event
 * decides: a stop, a revocation or a use that a hand alters in the file stands all the same.
 */
export interface OwnersWord {
  readonly stop: { at_ms: number; by: string } | null;
  /** Those that are not revoked, and what each was used for; null for nothing. */
  readonly mandates: Readonly<Record<string, MandateUse | null>>;
  /** Those who may come in, by name, each with the mark of their token. */
  readonly people: Readonly<Record<string, string>>;
}

export const NO_WORD: OwnersWord = { stop: null, mandates: {}, people: {} };

/** What stands for a token among those that hold: enough of its hash to tell it from every other one. */
export function markOf(hash: string): string {
  return hash.slice(0, 22);
}

type Told = Pick<EventRow, 'at_ms' | 'who' | 'action' | 'detail'>;

/** What the owner's word is after an event of these, or of an entry, which may have used a mandate. */
export function wordAfter(
  word: OwnersWord | null,
  { at_ms, who, action, detail }: Told,
  change?: { before: EntryRow | null; now: EntryRow },
): OwnersWord | null {
  if (change !== undefined) return word && { ...word, mandates: usedBy(word.mandates, change) };
  if (!WORDS.includes(action)) return word;
  const before = word ?? NO_WORD;
  const { mandates, people } = before;
  const { mandate: id, person, token, by, doubt } = read(detail);
  switch (action) {
    case STOPPED:
      return { ...before, stop: { at_ms, by: typeof by === 'string' ? by : who } };
    case RESUMED:
      return { ...before, stop: null };
    case ADDED:
      return { ...before, mandates: { ...mandates, [String(id)]: null } };
    case REVOKED:
      return { ...before, mandates: without(mandates, String(id)) };
    case PERSON_ADDED:
      return { ...before, people: { ...people, [String(person)]: markOf(String(token)) } };
    case PERSON_REVOKED:
      return { ...before, people: without(people, String(person)) };
    default:
      // What was lost may have been that one was revoked, and what it had used.
      return word && (doubt === null ? word : { ...word, mandates: {}, people: {} });
  }
}

/** As an event holds it; null for none, as in events before the first word, or of earlier versions. */
export const readWord = rememberLast((counted: string | null | undefined): OwnersWord | null => {
  const { stop, mandates, people = {} } = read(counted ?? null);
  // Signed, and so as it was written; earlier versions knew no people.
  return stop === undefined ? null : { stop, mandates, people };
});

/** From the events themselves: one that somebody altered stops all the same, and does nothing else. */
export async function wordByEvents(
  db: Kysely<LedgerSchema>,
  events: readonly EventRow[],
  isSigned: (event: EventRow) => boolean,
): Promise<OwnersWord | null> {
  const word = events
    .filter((event) => event.action === STOPPED || isSigned(event))
    .reduce<OwnersWord | null>((before, event) => wordAfter(before, event), null);
  return word && withUseByEntries(db, word);
}

/** What its mandates were used for goes by the entries as they are now. */
export async function withUseByEntries(db: Kysely<LedgerSchema>, word: OwnersWord): Promise<OwnersWord> {
  const mandates: Record<string, MandateUse | null> = {};
  for (const id of Object.keys(word.mandates)) {
    const last = await db
      .selectFrom('entries')
      .select(({ fn }) => fn.max('day').as('day'))
      .where('mandate', '=', id)
      .executeTakeFirst();
    mandates[id] = last?.day ? await useByEntries(db, id, last.day) : null;
  }
  return { ...word, mandates };
}

function usedBy(
  mandates: OwnersWord['mandates'],
  { before, now }: { before: EntryRow | null; now: EntryRow },
): OwnersWord['mandates'] {
  const changed: Record<string, MandateUse | null> = { ...mandates };
  for (const id of new Set([before?.mandate, now.mandate])) {
    if (typeof id !== 'string' || changed[id] === undefined) continue;
    const by = (row: EntryRow | null) => (row?.mandate === id ? row : null);
    changed[id] = useAfter(changed[id], by(before), by(now));
  }
  return changed;
}

function without<T>(from: Record<string, T>, name: string): Record<string, T> {
  return Object.fromEntries(Object.entries(from).filter(([each]) => each !== name));
}

function read(text: string | null) {
  try {
    return JSON.parse(text ?? '{}');
  } catch {
    return {};
  }
}
