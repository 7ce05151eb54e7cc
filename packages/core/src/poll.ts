import type { Timing } from './timing.ts';

export interface WaitOptions<T> {
  /** How long to keep asking, in milliseconds; 60,000 by default. 0 asks once, `Infinity` until it is finished. */
  maxWaitMs?: number;
  signal?: AbortSignal | undefined;
  /** Told of each answer, with what is left to wait. */
  onPoll?: (value: T, elapsedMs: number) => void;
}

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 5_000;
// Who waits for longer than a minute waits for a person: no reason to ask the shop that often.
const LONGEST_PAUSE_LATER_MS = 60_000;
const LATER_MS = 60_000;
const GROWTH = 1.6;

/** Asks until `finished` or until the time is up, with growing pauses; answers with what it saw last. */
export async function pollUntil<T>(
  ask: () => Promise<T>,
  finished: (value: T) => boolean,
  timing: Timing,
  { maxWaitMs = 60_000, signal, onPoll }: WaitOptions<T>,
): Promise<T> {
  if (!(maxWaitMs >= 0)) throw new TypeError(`maxWaitMs cannot be ${maxWaitMs}`);
  const started = timing.now();
  let pause = FIRST_PAUSE_MS;
  for (;;) {
    const value = await ask();
    const elapsed = timing.now() - started;
    onPoll?.(value, elapsed);
    const left = maxWaitMs - elapsed;
    if (finished(value) || left <= 0) return value;
    await timing.sleep(Math.min(pause, left), signal);
    pause = Math.min(pause * GROWTH, elapsed < LATER_MS ? LONGEST_PAUSE_MS : LONGEST_PAUSE_LATER_MS);
  }
}
