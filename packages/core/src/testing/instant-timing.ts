import type { Timing } from '../timing.ts';

/** Time that stands still but for sleeping, which passes at once. */
export function instantTiming(startMs = 0): Timing {
  let passed = 0;
  return {
    now: () => startMs + passed,
    // Of a machine that has been up for an hour.
    uptime: () => 3_600_000 + passed,
    random: () => 0.5,
    async sleep(ms, signal) {
      signal?.throwIfAborted();
      passed += ms;
    },
  };
}
