import type { Timing } from '../timing.ts';

/** Time that stands still but for sleeping, which passes at once. */
export function instantTiming(startMs = 0): Timing {
  let passed = 0;
  return {
    now: () => startMs + passed,
    uptime: () => passed,
    random: () => 0.5,
    async sleep(ms, signal) {
      signal?.throwIfAborted();
      passed += ms;
    },
  };
}
