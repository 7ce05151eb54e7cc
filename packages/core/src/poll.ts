import type { Timing } from './timing.ts';

export interface WaitOptions<T> {
  /** How long to keep asking, in milliseconds; 60,000 by default. 0 asks once, `Infinity` until it is finished. */
  maxWaitMs?: number;
  signal?: AbortSignal | undefined;
  /** Called with each answer and the time waited so far. */
  onPoll?: (value: T, elapsedMs: number) => void;
}

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 5_000;
// Anyone who has waited for more than a minute is waiting for a person: no reason to ask the shop that often.
const LONGEST_PAUSE_LATER_MS = 60_000;
const LATER_MS = 60_000;
const GROWTH = 1.6;

/** Asks until `finished` or until the time is up, with growing pauses; returns the last answer. */
export async function pollUntil<T>(
  ask: () => Promise<T>,
  finished: (value: T) => boolean,
  timing: Timing,
  { maxWaitMs = 60_000, signal, onPoll }: WaitOptions<T>,
): Promise<T> {
  if (!(maxWaitMs >= 0)) throw new TypeError(`maxWaitMs cannot be ${maxWaitMs}`);
  const started = timing.uptime();
  let pause = FIRST_PAUSE_MS;
  for (;;) {
    const value = await ask();
    const elapsed = timing.uptime() - started;
    onPoll?.(value, elapsed);
    const left = maxWaitMs - elapsed;
    // Of a part of a millisecond a clock may see nothing pass.
    if (finished(value) || left < 1) return value;
    await timing.sleep(Math.min(pause, left), signal);
    pause = Math.min(pause * GROWTH, elapsed < LATER_MS ? LONGEST_PAUSE_MS : LONGEST_PAUSE_LATER_MS);
  }
}
