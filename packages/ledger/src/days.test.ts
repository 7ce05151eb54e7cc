import { expect, it } from 'vitest';
import { mondayOf, timesOf } from './days.ts';

it('days begin and end at midnight in Shanghai, both included', () => {
  expect(timesOf({ since: '2026-11-20', until: '2026-11-21' })).toEqual({
    fromMs: Date.parse('2026-11-20T00:00:00+08:00'),
    beforeMs: Date.parse('2026-11-22T00:00:00+08:00'),
  });
  expect(timesOf({})).toEqual({ fromMs: null, beforeMs: null });
});

it('a week begins on its Monday, be it in another year', () => {
  for (const day of ['2026-11-16', '2026-11-18', '2026-11-22']) expect(mondayOf(day)).toBe('2026-11-16');
  expect(mondayOf('2027-01-01')).toBe('2026-12-28');
});
