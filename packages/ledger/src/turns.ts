import type { Kysely } from 'kysely';
import { LONGEST_PAUSE_MS, pauseLeft } from './pause.ts';
import type { LedgerSchema } from './schema.ts';

/** Requests to an account that all processes of a ledger count together. */
export interface TurnsTaken {
  count: number;
  perMinute: number;
  /** The upstream wants no request before. */
  pauseUntilMs?: number | undefined;
}

/** From when the next requests may be made, in epoch milliseconds. */
export interface Turns {
  /** For a person who waits for the answer. */
  personFromMs: number;
  /** For a job: what it leaves free is a person's. */
  jobFromMs: number;
}

/**
 * Counts requests by the generic cell rate algorithm (ITU-T I.371): one time per account says when all that was asked for is
 * paid off. A quarter of a minute's requests may come at once and the rest evenly, so that no minute has more than
 * `perMinute`; blocks of a fixed minute would let twice as many meet where two of them do.
 */
export async function takeTurns(
  trx: Kysely<LedgerSchema>,
  account: string,
  { count, perMinute, pauseUntilMs = 0 }: TurnsTaken,
  nowMs: number,
): Promise<Turns> {
  const { atOnce, intervalMs } = paceOf(perMinute);
  const known = await trx
    .selectFrom('turns')
    .select('paid_off_ms')
    .where('account', '=', account)
    .executeTakeFirst();
  const before = nowMs + Math.min(pauseLeft(Number(known?.paid_off_ms ?? 0), nowMs), LONGEST_PAUSE_MS);
  const paused = Math.min(pauseUntilMs, nowMs + LONGEST_PAUSE_MS) + atOnce * intervalMs;
  const paid_off_ms = Math.ceil(Math.max(before + count * intervalMs, paused));
  await trx
    .insertInto('turns')
    .values({ account, paid_off_ms })
    .onConflict((conflict) => conflict.column('account').doUpdateSet({ paid_off_ms }))
    .execute();
  return turnsAfter(paid_off_ms, perMinute);
}

/** From when the next requests may be made, as all processes have it by now: what one was asked to wait holds for all at once. */
export async function readTurns(
  db: Kysely<LedgerSchema>,
  account: string,
  perMinute: number,
  nowMs: number,
): Promise<Turns> {
  const known = await db
    .selectFrom('turns')
    .select('paid_off_ms')
    .where('account', '=', account)
    .executeTakeFirst();
  const { atOnce, intervalMs } = paceOf(perMinute);
  const paidOffMs = Number(known?.paid_off_ms ?? 0);
  const furthest = nowMs + Math.min(pauseLeft(paidOffMs, nowMs), LONGEST_PAUSE_MS + atOnce * intervalMs);
  return turnsAfter(Math.min(paidOffMs, furthest), perMinute);
}

function paceOf(perMinute: number): { atOnce: number; intervalMs: number } {
  const atOnce = Math.floor(perMinute / 4);
  return { atOnce, intervalMs: 60_000 / (perMinute - atOnce) };
}

function turnsAfter(paidOffMs: number, perMinute: number): Turns {
  const { atOnce, intervalMs } = paceOf(perMinute);
  return {
    personFromMs: paidOffMs - atOnce * intervalMs,
    jobFromMs: paidOffMs - Math.floor(atOnce / 2) * intervalMs,
  };
}
