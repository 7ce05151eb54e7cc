import { expect, it } from 'vitest';
import { LONGEST_PAUSE_MS, pauseLeft } from './pause.ts';

it.each([
  ['what is left of it', 5_000, 5_000],
  ['nothing once it is over', 0, 0],
  ['nothing long after it', -LONGEST_PAUSE_MS, 0],
  ['all of it, up to twice the longest', 2 * LONGEST_PAUSE_MS, 2 * LONGEST_PAUSE_MS],
  ['nothing where it is further off, as the clock was set back', 2 * LONGEST_PAUSE_MS + 1, 0],
])('a pause has left %s', (_, until, left) => {
  expect(pauseLeft(1_000_000 + until, 1_000_000)).toBe(left);
});
