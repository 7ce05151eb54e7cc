import { KamikitError } from './errors.ts';
import type { Timing } from './timing.ts';

/** How often and how patiently a read is repeated. */
export interface RetryPolicy {
  /** All tries together, the first included. */
  attempts: number;
  /** The upper end of the first pause, in milliseconds; it doubles each time. */
  baseDelayMs: number;
  maxDelayMs: number;
  /** A `Retry-After` beyond this is not waited for: the error goes to the caller, who is told how long. */
  maxRetryAfterMs: number;
}

export const defaultRetryPolicy: RetryPolicy = {
  attempts: 4,
  baseDelayMs: 250,
  maxDelayMs: 4_000,
  maxRetryAfterMs: 10_000,
};

/**
 * Repeats a read while its error says `retryable`: exponential backoff with full jitter
 * (AWS Architecture Blog, "Exponential Backoff And Jitter"), never earlier than `Retry-After` asks (RFC 9110, 10.2.3).
 */
export async function retryRead<T>(
  attempt: (number: number) => Promise<T>,
  policy: RetryPolicy,
  timing: Timing,
  signal?: AbortSignal,
): Promise<T> {
  for (let number = 1; ; number += 1) {
    try {
      return await attempt(number);
    } catch (error) {
      if (!(error instanceof KamikitError) || !error.retryable || number >= policy.attempts) throw error;
      const asked = error.retryAfterMs ?? 0;
      if (asked > policy.maxRetryAfterMs) throw error;
      const ceiling = Math.min(policy.maxDelayMs, policy.baseDelayMs * 2 ** (number - 1));
      await timing.sleep(asked + timing.random() * ceiling, signal);
    }
  }
}
