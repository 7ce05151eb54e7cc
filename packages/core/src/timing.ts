import { setTimeout as delay } from 'node:timers/promises';

/** The source of time and jitter, so that a test can wait without time passing. */
export interface Timing {
  /** Epoch milliseconds. */
  now(): number;
  /** Milliseconds since some moment, on a clock that nobody sets: for how long something takes. */
  uptime(): number;
  /** Rejects with the signal's reason when it is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** From 0 up to, not including, 1. */
  random(): number;
}

export const realTiming: Timing = {
  now: Date.now,
  uptime: () => performance.now(),
  random: Math.random,
  async sleep(ms, signal) {
    try {
      await delay(ms, undefined, signal ? { signal } : {});
    } catch (error) {
      signal?.throwIfAborted();
      throw error;
    }
  },
};
