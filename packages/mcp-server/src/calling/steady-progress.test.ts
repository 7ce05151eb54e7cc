import { expect, it } from 'vitest';
import { steadyProgress } from './steady-progress.ts';

it('what is told always increases, and never goes beyond its total', () => {
  const told: number[][] = [];
  const progress = steadyProgress((done, total) => void told.push([done, total]));
  for (const [done, total] of [
    [0, 12],
    [0, 7],
    [3, 45],
    [2, 45],
    [60, 45],
  ] as const)
    progress(done, total, '');
  const [first, second, third, fourth, last] = told;
  expect(first).toEqual([0, 12]);
  expect(second?.[0]).toBeGreaterThan(0);
  expect(third).toEqual([3, 45]);
  expect(fourth?.[0]).toBeGreaterThan(3);
  expect(last).toEqual([60, 60]);
});
