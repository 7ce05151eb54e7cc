import { describe, expect, it } from 'vitest';
import { play } from './play.ts';

describe('every tool, called as its schema says and against it', () => {
  it.each([20_261_122, 7])('answers as listed, or with a coded error and a hint: seed %i', async (seed) => {
    const figures = await play(200, seed);
    // The seed stands in the message.
    expect(figures).toMatchObject({ seed, violations: [] });
    expect(figures.answered).toBeGreaterThan(20);
    expect(figures.failures.invalid_request).toBeGreaterThan(20);
  });
});
