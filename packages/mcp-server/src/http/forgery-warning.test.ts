import { beforeEach, expect, it, vi } from 'vitest';
import { forgeryWarning } from './forgery-warning.ts';

beforeEach(() => {
  vi.useFakeTimers();
  return () => void vi.useRealTimers();
});

function watch() {
  const said: unknown[] = [];
  const warning = forgeryWarning((level, _, details) => said.push([level, details?.count]));
  return { said, ...warning };
}

it('the first wrong signature is told at once, at warn; those of the minute after it in one line', () => {
  const { said, count } = watch();
  count();
  expect(said).toEqual([['warn', 1]]);
  for (let more = 0; more < 1_000; more += 1) count();
  vi.advanceTimersByTime(59_999);
  expect(said).toHaveLength(1);
  vi.advanceTimersByTime(1);
  expect(said).toEqual([
    ['warn', 1],
    ['warn', 1_000],
  ]);
});

it('a constant stream makes one line a minute', () => {
  const { said, count } = watch();
  for (let second = 0; second < 600; second += 1) {
    count();
    vi.advanceTimersByTime(1_000);
  }
  expect(said).toHaveLength(11);
});

it('one after a quiet minute is told at once again, and the last ones when it ends', () => {
  const { said, count, end } = watch();
  count();
  vi.advanceTimersByTime(61_000);
  count();
  expect(said).toHaveLength(2);
  count();
  end();
  expect(said).toHaveLength(3);
  expect(vi.getTimerCount()).toBe(0);
});
