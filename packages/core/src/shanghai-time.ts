// All three upstreams print shop-local times without an offset; China has a single time zone without daylight saving.
const OFFSET_MS = 8 * 60 * 60 * 1000;
const WITHOUT_OFFSET = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}(?::\d{2})?)(?:\.\d+)?$/;

// What else `Date.parse` reads, it reads by the clock of this machine.
const WITH_OFFSET = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;

/** ISO 8601 with `+08:00` and seconds. @example formatShanghaiTime(0) // "1970-01-01T08:00:00+08:00" */
export function formatShanghaiTime(epochMs: number): string {
  return `${new Date(epochMs + OFFSET_MS).toISOString().slice(0, 19)}+08:00`;
}

/** The calendar day in Asia/Shanghai, `YYYY-MM-DD`. */
export function shanghaiDay(epochMs: number): string {
  return new Date(epochMs + OFFSET_MS).toISOString().slice(0, 10);
}

// Before and after these a year does not have four digits.
const FIRST = Date.parse('0000-01-01T00:00:00+08:00');
const LAST = Date.parse('9999-12-31T23:59:59.999+08:00');

/**
 * Reads `"2026-06-15 10:30:00"` as Asia/Shanghai, or any ISO 8601 time that has an offset, as epoch milliseconds.
 * `null` when it is not a time, or not of the years 0 to 9999.
 */
export function parseShanghaiTime(text: string): number | null {
  const written = text.trim();
  const match = WITHOUT_OFFSET.exec(written);
  if (match === null && !WITH_OFFSET.test(written)) return null;
  const epochMs = Date.parse(match ? `${match[1]}T${match[2]}+08:00` : written);
  return epochMs >= FIRST && epochMs <= LAST ? epochMs : null;
}
