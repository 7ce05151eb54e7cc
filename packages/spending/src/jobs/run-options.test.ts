import { describe, expect, it } from 'vitest';
import { unlessAborted } from './run-options.ts';

const failed = new Error('the wait failed');

describe('a wait that failed', () => {
  it('is over where it was broken off on purpose', () => {
    expect(() => unlessAborted(AbortSignal.abort())(failed)).not.toThrow();
  });

  it.each([
    ['nobody', undefined],
    ['somebody who did not', new AbortController().signal],
  ])('is a fault where %s could break it off', (_who, signal) => {
    expect(() => unlessAborted(signal)(failed)).toThrow(failed);
  });
});
