import { formatShanghaiTime, shanghaiDay } from '@kamikit/core';
import { withCharge } from './charge.ts';
import type { EntryState, JsonObject, SettledState, Settlement } from './entry.ts';
import { recordError } from './recorded-error.ts';
import type { EntryRow } from './schema.ts';

/**
 * Which states may follow which by a settlement (`prepared` becomes `sent` by marking it, and what awaits its owner becomes
 * `prepared` or `refused` by that decision). A state that follows itself
 * takes more evidence, and a result or reference that was missing. `completed` and `refunded` are final, and so is `refused`,
 * unless it was sent and turns up at the upstream after all.
 */
const MAY_BECOME: Record<EntryState, readonly SettledState[]> = {
  awaiting_approval: [],
  prepared: ['refused'],
  sent: ['completed', 'pending', 'failed', 'refused', 'refunded', 'unknown'],
  unknown: ['completed', 'pending', 'failed', 'refused', 'refunded', 'unknown'],
  // What was accepted once was not refused, whatever the upstream shows of it later.
  pending: ['completed', 'pending', 'failed', 'refunded'],
  // A person can still deliver or pay back what failed.
  failed: ['completed', 'failed', 'refunded'],
  completed: ['completed'],
  refused: [],
  // Its balance may show the money later.
  refunded: ['refunded'],
};

// An upstream that shows it after all is proof against any earlier conclusion that it did not happen.
const AFTER_A_WRONG_REFUSAL: readonly SettledState[] = ['completed', 'pending', 'failed', 'refunded'];

function mayBecome({ state, sent_ms, never_sent }: EntryRow): readonly SettledState[] {
  if (state === 'refused' && sent_ms !== null && never_sent === 0) return AFTER_A_WRONG_REFUSAL;
  return MAY_BECOME[state];
}

/**
 * The columns a settlement changes; `null` when the entry is past it.
 * @throws {TypeError} for an entry that was never marked as sent, unless it is refused.
 */
export function transition(row: EntryRow, settlement: Settlement, nowMs: number): Partial<EntryRow> | null {
  if (!mayBecome(row).includes(settlement.state)) {
    if (row.state === 'prepared' || row.state === 'awaiting_approval')
      throw new TypeError(`entry ${row.id} must be marked as sent before it is settled`);
    return null;
  }
  const { state, result, reference, evidence, error, advice, neverSent, isRefundShown } = settlement;
  const { amount, charged, isOvercharged } = withCharge(row, settlement.charged);
  // Once the state has changed, the earlier error and advice no longer describe it.
  const same = state === row.state;
  // What was delivered is final; for what is under way, the latest reading counts.
  const final = row.state === 'completed';
  return {
    state,
    never_sent: row.state === 'prepared' || (state === 'refused' && neverSent) ? 1 : 0,
    result: mergeResult(row.result, result, final),
    reference: row.reference ?? reference ?? null,
    ...{ amount, charged, overcharged: isOvercharged ? 1 : 0 },
    refund_shown: row.refund_shown === 1 || (state === 'refunded' && isRefundShown) ? 1 : 0,
    evidence: JSON.stringify(
      mergeEvidence(JSON.parse(row.evidence), { ...lostAt(row, state, nowMs), ...evidence }),
    ),
    error: error ? JSON.stringify(recordError(error)) : same ? row.error : null,
    advice: advice ?? (same ? row.advice : null),
    updated_ms: nowMs,
    look_ms: nextLook(row, state, nowMs),
    // What was delivered is final, and so is how many there are to use.
    ...(settlement.delivered !== undefined &&
      !(final && row.unused !== null) && { unused: settlement.delivered }),
  };
}

/** Whatever is left open is looked at again; what was just looked at and stays as it was, when it was to be anyway. */
function nextLook(row: EntryRow, state: SettledState, nowMs: number): number | null {
  // Once its day is over, no budget waits for a refund.
  // There may be news of it still.
  if (state === 'failed' && row.state === 'failed') return row.look_ms;
  const isAwaited = state === 'refunded' && row.refund_shown === 0 && row.day === shanghaiDay(nowMs);
  if (state !== 'unknown' && state !== 'pending' && !isAwaited) return null;
  return state === row.state && row.look_ms !== null ? row.look_ms : nowMs + FIRST_LOOK_AFTER_MS;
}

const FIRST_LOOK_AFTER_MS = 30_000;
const LONGEST_PAUSE_MS = 60 * 60_000;

/** When to look again at what has been open for some time: ever more rarely, but at least once an hour. */
export function lookAfter(
  { sent_ms, created_ms }: Pick<EntryRow, 'sent_ms' | 'created_ms'>,
  nowMs: number,
): number {
  const age = nowMs - (sent_ms ?? created_ms);
  // Whole milliseconds: PostgreSQL refuses parts of them.
  return Math.round(nowMs + Math.min(Math.max(age / 2, FIRST_LOOK_AFTER_MS), LONGEST_PAUSE_MS));
}

/** What was delivered stands for good; only what was missing of it may still come. */
function mergeResult(kept: string | null, added: JsonObject | undefined, isFinal: boolean): string | null {
  if (added === undefined || kept === null || !isFinal) return added ? JSON.stringify(added) : kept;
  const delivered = Object.entries<unknown>(JSON.parse(kept)).filter(([, value]) => value !== null);
  return JSON.stringify({ ...added, ...Object.fromEntries(delivered) });
}

/** When the answer was lost: from then on the upstream can be asked what it did. */
function lostAt(row: EntryRow, state: SettledState, nowMs: number): JsonObject {
  return row.state === 'sent' && state === 'unknown' ? { answer_lost_at: formatShanghaiTime(nowMs) } : {};
}

/** Keeps every reading: a later one of the same name that differs is kept beside the first as `name_2`, `name_3`, ... */
export function mergeEvidence(kept: JsonObject, added: JsonObject): JsonObject {
  const merged: Record<string, unknown> = { ...kept };
  for (const [name, reading] of Object.entries(added)) {
    let free = name;
    for (
      let count = 2;
      free in merged && JSON.stringify(merged[free]) !== JSON.stringify(reading);
      count += 1
    ) {
      free = `${name}_${count}`;
    }
    merged[free] = reading;
  }
  return merged;
}
