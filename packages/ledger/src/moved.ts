import type { EventRow } from './schema.ts';

const MOVED = 'moved to ';

/** By what a ledger was stopped that goes on in another place. */
export function movedTo(place: string): string {
  return `${MOVED}${place}`;
}

/** Whether it was stopped by that. */
export function wasMoved({ by }: { readonly by?: string | null }): boolean {
  return by?.startsWith(MOVED) === true;
}

/** Whether this is the stop of such a ledger. */
export function isMoved({ detail }: Pick<EventRow, 'detail'>): boolean {
  return detail?.startsWith(JSON.stringify({ by: MOVED }).slice(0, -2)) === true;
}
