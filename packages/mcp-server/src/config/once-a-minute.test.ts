import { beforeEach, expect, it, vi } from 'vitest';
import { onceAMinute } from './once-a-minute.ts';

beforeEach(() => {
  vi.useFakeTimers();
  return () => void vi.useRealTimers();
});

function watch() {
  const told: unknown[] = [];
  return { told, ...onceAMinute<string>((last, count) => told.push([last, count])) };
}

it('the first is told at once; those of the minute after it together, by the last of them', () => {
  const { told, add } = watch();
  add('first');
  expect(told).toEqual([['first', 1]]);
  for (let more = 1; more <= 1_000; more += 1) add(`${more} more`);
  vi.advanceTimersByTime(59_999);
  expect(told).toHaveLength(1);
  vi.advanceTimersByTime(1);
  expect(told).toEqual([
    ['first', 1],
    ['1000 more', 1_000],
  ]);
});

it('a constant stream is told of once a minute', () => {
  const { told, add } = watch();
  for (let second = 0; second < 600; second += 1) {
    add('one');
    vi.advanceTimersByTime(1_000);
  }
  expect(told).toHaveLength(11);
});

it('one after a quiet minute is told at once again, and the last ones when it ends', () => {
  const { told, add, end } = watch();
  add('one');
  vi.advanceTimersByTime(61_000);
  add('two');
  expect(told).toHaveLength(2);
  add('three');
  end();
  expect(told).toEqual([
    ['one', 1],
    ['two', 1],
    ['three', 1],
  ]);
  expect(vi.getTimerCount()).toBe(0);
});
