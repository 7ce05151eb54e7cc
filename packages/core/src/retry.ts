import { KamikitError } from './errors.ts';
import type { Timing } from './timing.ts';

/** How often and how patiently a read is retried. */
export interface RetryPolicy {
  /** All attempts, including the first. */
  attempts: number;
  /** The upper end of the first pause, in milliseconds; it doubles each time. */
  baseDelayMs: number;
  maxDelayMs: number;
  /** A longer `Retry-After` is not waited for: the caller gets the error, which says how long to wait. */
  maxRetryAfterMs: number;
}

export const defaultRetryPolicy: RetryPolicy = {
  attempts: 4,
  baseDelayMs: 250,
  maxDelayMs: 4_000,
  maxRetryAfterMs: 10_000,
};

/**
 * Retries a read while its error says `retryable`: exponential backoff with full jitter
 * (AWS Architecture Blog, "Exponential Backoff And Jitter"), never sooner than `Retry-After` asks (RFC 9110, 10.2.3).
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
