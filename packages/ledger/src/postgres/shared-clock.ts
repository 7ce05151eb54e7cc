/** The server's clock, as of the last time that it was looked at: machines whose own clocks are wrong go by the same time. */
export interface SharedClock {
  now(): number;
  set(nowMs: number): void;
}

export function sharedClock(): SharedClock {
  // Not this machine's time of day, which may be set meanwhile.
  let seen = { nowMs: Date.now(), at: performance.now() };
  return {
    now: () => Math.round(seen.nowMs + performance.now() - seen.at),
    set(nowMs) {
      seen = { nowMs, at: performance.now() };
    },
  };
}
