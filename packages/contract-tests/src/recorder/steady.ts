const COUNTERS =
  /^(balance|total_spent|stock|sales_volume|total|(used|remaining|new_total|total)_(count|uses|points))$/;
const CLOCK_TIME = /^\d{4}-\d\d-\d\d([ T])\d\d:\d\d(:\d\d)?$/;

/** Replaces a value that changes from day to day with a fixed one of the same type and form. */
export function steady(name: string, value: unknown): unknown {
  const isCounter = COUNTERS.test(name);
  if (typeof value === 'number') return isCounter ? 1 : value;
  if (typeof value !== 'string') return value;
  const time = steadyTime(value);
  if (time !== null) return time;
  if (name === 'remaining_time') return value.replace(/\d+/g, '1');
  return isCounter ? steadyNumber(value) : value;
}

/** The same time for every time, written like this one; null for what is none. */
export function steadyTime(text: string): string | null {
  const time = CLOCK_TIME.exec(text);
  return time && `2026-01-01${time[1]}00:00:00`.slice(0, text.length);
}

/** One, with as many decimals as before: how an upstream writes money is part of how it speaks. */
export function steadyNumber(text: string): string {
  return text.replace(/^\d+(?=$|\.)/, '1').replace(/(?<=^1\.)\d+$/, (digits) => '0'.repeat(digits.length));
}
