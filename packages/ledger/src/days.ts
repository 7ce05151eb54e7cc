import { parseShanghaiTime, shanghaiDay } from '@kamikit/core';

/** Days of Asia/Shanghai, `YYYY-MM-DD`, both included; left out: as far as the ledger goes. */
export interface DayRange {
  since?: string | undefined;
  until?: string | undefined;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** When the days begin and end, in epoch milliseconds. @throws {TypeError} for what is no day. */
export function timesOf({ since, until }: DayRange): { fromMs: number | null; beforeMs: number | null } {
  return {
    fromMs: since === undefined ? null : beginningOf(since),
    beforeMs: until === undefined ? null : beginningOf(until) + DAY_MS,
  };
}

function beginningOf(day: string): number {
  const ms = parseShanghaiTime(`${day} 00:00`);
  // Of days that do not exist, such as February 30, some are read as others.
  if (ms === null || shanghaiDay(ms) !== day) throw new TypeError(`not a day such as 2026-11-20: ${day}`);
  return ms;
}

/** The Monday of its week. */
export function mondayOf(day: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  // Sunday is 0.
  date.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7));
  return date.toISOString().slice(0, 10);
}
