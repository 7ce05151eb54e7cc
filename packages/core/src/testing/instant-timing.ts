import type { Timing } from '../timing.ts';

/** Time that stands still but for sleeping, which passes at once. */
export function instantTiming(startMs = 0): Timing {
  let now = startMs;
  return {
    now: () => now,
    random: () => 0.5,
    async sleep(ms, signal) {
      signal?.throwIfAborted();
      now += ms;
    },
  };
}
