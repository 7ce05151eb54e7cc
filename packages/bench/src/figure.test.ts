import { describe, expect, it } from 'vitest';
import { type Figure, isReached, pairs, spread } from './figure.ts';

const figure = (rest: Partial<Figure>): Figure => ({
  ...{ what: 'a call', unit: 'ms', ...pairs([3, 6], { what: 'bare', values: [1, 3] }) },
  ...rest,
});

it('what is better stands at the 95th percentile’s other side where more is better', () => {
  const values = Array.from({ length: 100 }, (_, at) => at + 1);
  expect(spread(values)).toEqual({ median: 51, p95: 96 });
  expect(spread(values, true)).toEqual({ median: 50, p95: 5 });
});

it('the ratio is that of the rounds, not of the medians', () => {
  expect(pairs([10, 2, 30], { what: 'bare', values: [1, 1, 10] }).beside?.ratio).toBe(3);
});

describe('a target', () => {
  it.each<[Figure['target'], boolean | null]>([
    [undefined, null],
    [{ of: 'ours', most: 6 }, true],
    [{ of: 'ours', most: 5.9 }, false],
    [{ of: 'ours', least: 6 }, true],
    [{ of: 'ours', least: 6.1 }, false],
    [{ of: 'ratio', most: 3 }, true],
    [{ of: 'ratio', most: 2.9 }, false],
    [{ of: 'difference', most: 3 }, true],
    [{ of: 'difference', most: 2.9 }, false],
  ])('%j is reached: %j', (target, reached) => {
    expect(isReached(figure({ target }))).toBe(reached);
  });

  it('is missed where there is nothing to compare with', () => {
    const alone = figure({ beside: undefined, target: { of: 'ratio', most: 3 } });
    expect(isReached(alone)).toBe(false);
  });
});
