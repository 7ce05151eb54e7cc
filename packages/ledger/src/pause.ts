/** An upstream that asks for a longer pause, or for one without an end, stops nobody for longer. */
export const LONGEST_PAUSE_MS = 15 * 60_000;

/** How long it is until then. Twice as far off as any pause, it was written before the clock was set back, and is over. */
export function pauseLeft(untilMs: number, nowMs: number): number {
  const left = untilMs - nowMs;
  return left > 2 * LONGEST_PAUSE_MS ? 0 : Math.max(left, 0);
}
