import { describe, expect, it } from 'vitest';
import { seeded } from './seeded.ts';

function hundred(seed: number) {
  const { between } = seeded(seed);
  return Array.from({ length: 100 }, () => between(1, 6));
}

describe('choices from a seed', () => {
  it('are the same for the same seed, and others for another', () => {
    expect(hundred(7)).toEqual(hundred(7));
    expect(hundred(7)).not.toEqual(hundred(8));
  });

  it('stay within the bounds, and reach both', () => {
    expect(new Set(hundred(1))).toEqual(new Set([1, 2, 3, 4, 5, 6]));
  });

  it('name every member of a list', () => {
    const { oneOf } = seeded(1);
    const named = new Set(Array.from({ length: 50 }, () => oneOf(['a', 'b', 'c'])));
    expect([...named].sort()).toEqual(['a', 'b', 'c']);
  });

  it('happen never at 0, always at 1', () => {
    const { happens } = seeded(1);
    const times = (probability: number) => Array.from({ length: 100 }, () => happens(probability));
    expect(times(0)).not.toContain(true);
    expect(times(1)).not.toContain(false);
  });
});
