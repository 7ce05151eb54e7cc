import { type Head, type Heads, newest } from './heads.ts';
import { isMoved } from './moved.ts';
import type { EventRow } from './schema.ts';

/** What a ledger's file says of itself. */
export interface Seen {
  /** Its own id; null where there is no file. */
  ledger: string | null;
  last: Pick<EventRow, 'seq' | 'hash' | 'detail'> | null;
}

/** What is remembered of it: the head of this very ledger, or else of one that was in its place. */
export interface Remembered {
  own: Head | undefined;
  gone: Head | undefined;
}

export function remembered(
  known: readonly Head[],
  { leadsHere }: Heads,
  { ledger }: Pick<Seen, 'ledger'>,
): Remembered {
  const own = newest(known.filter((head) => head.ledger === ledger));
  return { own, gone: own ? undefined : newest(known.filter(leadsHere)) };
}

/** Why a ledger may not spend, in words for its owner; null where it continues what was there before. */
export function judge(
  path: string,
  { last }: Seen,
  { own, gone }: Remembered,
  /** Of the event at the head's number. */
  hashAtHead: string | undefined,
): string | null {
  if (gone !== undefined) return vanished(path, gone.seq);
  if (own === undefined || own.hash === hashAtHead) return null;
  const lost = own.seq - (last?.seq ?? 0);
  if (lost <= 0) return rewritten(path);
  return last !== null && isMoved(last) ? moved(path) : goneBack(path, lost);
}

const MEANS = 'so the same keys could buy again; spending is suspended.';

function goneBack(path: string, lost: number): string {
  const missing = lost === 1 ? 'its last event is' : `its last ${lost} events are`;
  return `The ledger ${path} has gone back in time: ${missing} missing. It may be a restored backup. What was bought meanwhile is not in it, ${MEANS}`;
}

function moved(path: string): string {
  return `The ledger ${path} was moved, and has gone on in the other place: use it there. What was bought there is not in this one, ${MEANS}`;
}

function rewritten(path: string): string {
  return `The ledger ${path} is not the one that was written last: its events differ. It may be a restored backup or a second copy. What the other one bought is not in it, ${MEANS}`;
}

export function vanished(path: string, events: number): string {
  const held = `it held ${events} ${events === 1 ? 'event' : 'events'}`;
  return `The ledger that was at ${path} has vanished: ${held}. What was bought before is not in a new one, ${MEANS}`;
}

export function notOurs(path: string): string {
  return `The last event of the ledger ${path} was altered, or signed with a key that is not the one in use. Nothing is written to it, and spending is suspended.`;
}
