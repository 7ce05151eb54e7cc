import fc from 'fast-check';
import { expect, it } from 'vitest';
import { formatShanghaiTime, parseShanghaiTime, shanghaiDay } from './shanghai-time.ts';

it.each([
  ['2026-06-15 10:30:00', '2026-06-15T10:30:00+08:00'],
  ['2026-06-15T10:30', '2026-06-15T10:30:00+08:00'],
  ['2026-06-15T02:30:00Z', '2026-06-15T10:30:00+08:00'],
  [' 2026-06-15 10:30:00.123 ', '2026-06-15T10:30:00+08:00'],
  ['2026-06-15T02:30Z', '2026-06-15T10:30:00+08:00'],
  ['2026-06-15T02:30:00.123Z', '2026-06-15T10:30:00+08:00'],
  ['2026-06-14T21:30:00-05:00', '2026-06-15T10:30:00+08:00'],
  ['0000-01-01T00:00:00+08:00', '0000-01-01T00:00:00+08:00'],
  ['9999-12-31T15:59:59.999Z', '9999-12-31T23:59:59+08:00'],
])('reads %s as %s', (text, iso) => {
  expect(formatShanghaiTime(parseShanghaiTime(text) ?? Number.NaN)).toBe(iso);
});

it.each([
  ...['', '在线发货', '2026-13-45 99:00:00'],
  ...['2026-06-15', '2026/06/15 10:30:00', 'Jun 15 2026', '1'],
  ...['+002026-06-15 10:30:00', '+002026-06-15T02:30:00Z', '2026-06-15T02:30:00Z (UTC)'],
  ...['0000-01-01T00:00:00+09:00', '2026-06-15 10:30:00 (noon)'],
  ...['+275760-09-13', '-000001-12-31T00:00:00Z', '9999-12-31T16:00:00Z'],
])('%j is not a time', (text) => {
  expect(parseShanghaiTime(text)).toBeNull();
});

it('a day begins at midnight in Shanghai', () => {
  const midnight = Date.parse('2026-11-20T16:00:00Z');
  expect([shanghaiDay(midnight - 1), shanghaiDay(midnight)]).toEqual(['2026-11-20', '2026-11-21']);
});

const FIRST = Date.parse('0000-01-01T00:00:00+08:00');
const LAST = Date.parse('9999-12-31T15:59:59Z');
const seconds = fc.integer({ min: FIRST / 1000, max: LAST / 1000 });

/** As the machine's own knowledge of time zones has it; before 1901 Shanghai's clocks went by the sun. */
const inShanghai = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Etc/GMT-8',
  dateStyle: 'short',
  timeStyle: 'medium',
});

it('every second is given out as one ISO 8601 time, and read back from it and from what shops print', () => {
  fc.assert(
    fc.property(seconds, (second) => {
      const iso = formatShanghaiTime(second * 1000);
      expect(iso).toMatch(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\+08:00$/);
      expect(parseShanghaiTime(iso)).toBe(second * 1000);
      expect(parseShanghaiTime(iso.slice(0, 19).replace('T', ' '))).toBe(second * 1000);
      expect(shanghaiDay(second * 1000)).toBe(iso.slice(0, 10));
    }),
  );
});

it('says what a clock eight hours east of Greenwich says', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: LAST / 1000 }), (second) => {
      const text = formatShanghaiTime(second * 1000)
        .slice(0, 19)
        .replace('T', ' ');
      expect(text).toBe(inShanghai.format(second * 1000));
    }),
  );
});

it('whatever is taken for a time can be given out', () => {
  const digits = fc.stringMatching(
    /^[+-]?\d{1,6}-\d{1,2}-\d{1,2}([ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?)?(Z|[+-]\d{2}:\d{2})?$/,
  );
  fc.assert(
    fc.property(fc.oneof(digits, fc.string(), fc.date({ noInvalidDate: true }).map(String)), (text) => {
      const epochMs = parseShanghaiTime(text);
      if (epochMs !== null) expect(formatShanghaiTime(epochMs)).toMatch(/^\d{4}-.{14}\+08:00$/);
    }),
  );
});
