import { KamikitError } from '@kamikit/core';
import { describe, expect, it } from 'vitest';
import { beforeSending } from './before-sending.ts';

const NOT_SENT = { outcome: 'not_committed', neverSent: true };

describe('a step before anything is sent', () => {
  it('is not taken where the call was cancelled by then', async () => {
    let taken = 0;
    const step = async () => {
      taken += 1;
    };
    await expect(beforeSending('purchase', AbortSignal.abort(), step)).rejects.toMatchObject({
      ...{ ...NOT_SENT, code: 'cancelled', retryable: true },
    });
    expect(taken).toBe(0);
  });

  it('tells whoever cancels meanwhile that alone, whatever it failed of', async () => {
    const cancelling = new AbortController();
    const step = async () => {
      cancelling.abort();
      throw new Error('aborted');
    };
    await expect(beforeSending('purchase', cancelling.signal, step)).rejects.toMatchObject({
      ...{ ...NOT_SENT, code: 'cancelled' },
    });
  });

  it('says of what fails that nothing was sent, and leaves faults of ours as they are', async () => {
    const failure = new KamikitError('no answer', { code: 'timeout', outcome: 'unknown' });
    await expect(beforeSending('purchase', undefined, () => Promise.reject(failure))).rejects.toMatchObject({
      ...{ ...NOT_SENT, code: 'timeout' },
    });
    const fault = new TypeError('a fault');
    await expect(beforeSending('purchase', undefined, () => Promise.reject(fault))).rejects.toBe(fault);
  });
});
