/** No pause is longer: one that an upstream asks for, without an end or of a whole day, stops nobody for longer. */
export const LONGEST_PAUSE_MS = 15 * 60_000;

/** How long it is until then. What is further off than any pause was written before the clock was set back: that one is over. */
export function pauseLeft(untilMs: number, nowMs: number): number {
  const left = untilMs - nowMs;
  return left > LONGEST_PAUSE_MS ? 0 : Math.max(left, 0);
}
