import { expect, it } from 'vitest';
import { formatShanghaiTime, parseShanghaiTime, shanghaiDay } from './shanghai-time.ts';

it.each([
  ['2026-06-15 10:30:00', '2026-06-15T10:30:00+08:00'],
  ['2026-06-15T10:30', '2026-06-15T10:30:00+08:00'],
  ['2026-06-15T02:30:00Z', '2026-06-15T10:30:00+08:00'],
])('reads %s as %s', (text, iso) => {
  expect(formatShanghaiTime(parseShanghaiTime(text) ?? Number.NaN)).toBe(iso);
});

it.each(['', '在线发货', '2026-13-45 99:00:00'])('%j is not a time', (text) => {
  expect(parseShanghaiTime(text)).toBeNull();
});

it('a day begins at midnight in Shanghai', () => {
  const midnight = Date.parse('2026-11-20T16:00:00Z');
  expect([shanghaiDay(midnight - 1), shanghaiDay(midnight)]).toEqual(['2026-11-20', '2026-11-21']);
});
