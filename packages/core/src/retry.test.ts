import { expect, test } from 'vitest';
import { KamikitError } from './errors.ts';
import { defaultRetryPolicy, type RetryPolicy, retryRead } from './retry.ts';

const busy = (retryAfterMs?: number) =>
  new KamikitError('too many requests', {
    code: 'rate_limited',
    retryable: true,
    upstream: 'storefront',
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  });

/** The pauses before a read gives up that fails each time, with the jitter at `random`. */
async function pausesOf(random: number, error: KamikitError, policy: RetryPolicy = defaultRetryPolicy) {
  const pauses: number[] = [];
  const timing = {
    now: () => 0,
    uptime: () => 0,
    random: () => random,
    sleep: async (ms: number) => void pauses.push(ms),
  };
  await expect(retryRead(() => Promise.reject(error), policy, timing)).rejects.toBe(error);
  return pauses;
}

test('by default a read is tried four times, with pauses of at most 250, 500 and 1,000 ms', async () => {
  expect(await pausesOf(1, busy())).toEqual([250, 500, 1_000]);
});

test('the jitter is full: a pause lies anywhere between nothing and its upper end', async () => {
  expect(await pausesOf(0, busy())).toEqual([0, 0, 0]);
  expect(await pausesOf(0.5, busy())).toEqual([125, 250, 500]);
});

test('no pause is longer than the longest allowed', async () => {
  const policy = { ...defaultRetryPolicy, attempts: 7 };
  expect(await pausesOf(1, busy(), policy)).toEqual([250, 500, 1_000, 2_000, 4_000, 4_000]);
});

test('what Retry-After asks comes before the jitter, up to ten seconds', async () => {
  expect(await pausesOf(1, busy(10_000))).toEqual([10_250, 10_500, 11_000]);
  expect(await pausesOf(1, busy(10_001))).toEqual([]);
});
