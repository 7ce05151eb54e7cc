import { beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { keepTrying } from './keep-trying.ts';

beforeEach(() => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
});

/** Attempts that fail until the world is well. */
function world() {
  const state = { isWell: false };
  const tried: string[] = [];
  const attempt = (name: string) => async () => {
    tried.push(name);
    if (!state.isWell) throw new Error('away');
  };
  return { state, tried, attempt, ...keepTrying() };
}

it('what could not be done is tried every five seconds, once, and no more once it is done', async () => {
  const { state, tried, attempt, add } = world();
  add('a', attempt('a'));
  add('a', attempt('a'));
  await vi.advanceTimersByTimeAsync(4_999);
  expect(tried).toEqual([]);
  await vi.advanceTimersByTimeAsync(5_001);
  expect(tried).toEqual(['a', 'a']);
  state.isWell = true;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(tried).toEqual(['a', 'a', 'a']);
  expect(vi.getTimerCount()).toBe(0);
});

it('as long as one fails the others wait, each in its turn; then all are done at once', async () => {
  const { state, tried, attempt, add } = world();
  for (const name of ['a', 'b', 'c']) add(name, attempt(name));
  await vi.advanceTimersByTimeAsync(10_000);
  expect(tried).toEqual(['a', 'b']);
  state.isWell = true;
  await vi.advanceTimersByTimeAsync(5_000);
  expect(tried).toEqual(['a', 'b', 'c', 'a', 'b']);
});

it('no more than ten thousand are kept', async () => {
  const { state, tried, attempt, add } = world();
  for (let count = 0; count < 10_001; count += 1) add(`${count}`, attempt('one'));
  state.isWell = true;
  await vi.advanceTimersByTimeAsync(5_000);
  expect(tried).toHaveLength(10_000);
});

it('nothing is tried any more once it has ended', async () => {
  const { tried, attempt, add, end } = world();
  add('a', attempt('a'));
  end();
  add('b', attempt('b'));
  await vi.advanceTimersByTimeAsync(60_000);
  expect([tried, vi.getTimerCount()]).toEqual([[], 0]);
});

it('what fails as it ends is not tried again', async () => {
  const { add, end } = world();
  const attempt = Promise.withResolvers<void>();
  add('a', () => attempt.promise);
  await vi.advanceTimersByTimeAsync(5_000);
  end();
  attempt.reject(new Error('closed'));
  await vi.advanceTimersByTimeAsync(0);
  expect(vi.getTimerCount()).toBe(0);
});
