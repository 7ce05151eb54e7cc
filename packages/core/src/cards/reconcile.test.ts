import { describe, expect, test } from 'vitest';
import { type Card, type CardReading, reconcileGenerate, reconcileRecharge, reconcileUse } from '../index.ts';

const count = (total_uses: number, used_count: number | null): Card => ({
  ...{ code: 'C', card_type: 'count', card_type_name: null, duration: undefined },
  ...{ total_uses, used_count, remaining_count: used_count === null ? null : total_uses - used_count },
});

const point = (total_points: number, used_points: number, points_per_use = 10): Card => ({
  ...{ code: 'P', card_type: 'point', card_type_name: null, duration: undefined, total_uses: undefined },
  ...{ points_per_use, total_points, used_points, remaining_points: total_points - used_points },
});

const time = (
  used: boolean | null,
  expire_at: string | null = null,
  duration: number | null = 30,
  duration_unit: string | null = 'day',
): Card => ({
  ...{ code: 'T', card_type: 'time', card_type_name: null, duration_unit, duration_unit_name: '天' },
  ...{
    duration,
    expire_at,
    status: null,
    used,
    remaining_time: null,
    remaining_seconds: null,
    total_uses: undefined,
  },
});

// It stands in the entry's advice, which a person acts on.
const SAYS_WHY = expect.stringMatching(/^[a-z][a-z ,:-]{20,}$/);
const GONE = 'the card can no longer be read';

test.each<[string, Card, CardReading, string, reason?: string]>([
  ['one more use', count(10, 3), count(10, 4), 'committed'],
  ['the same uses', count(10, 3), count(10, 3), 'not_committed'],
  ['two more uses', count(10, 3), count(10, 5), 'undecidable'],
  ['fewer uses', count(10, 3), count(10, 0), 'undecidable'],
  ['uses that are not told', count(10, 3), count(10, null), 'undecidable', GONE],
  ['the last use gone', count(10, 9), 'card_exhausted', 'committed'],
  ['two uses gone at once', count(10, 8), 'card_exhausted', 'undecidable'],
  ['none left before', count(10, 10), 'card_exhausted', 'not_committed'],
  ['a deleted card', count(10, 3), 'not_found', 'undecidable', GONE],
  ['the points of one use', point(100, 20), point(100, 30), 'committed'],
  ['the same points', point(100, 20), point(100, 20), 'not_committed'],
  ['half the points of a use', point(100, 20), point(100, 25), 'undecidable'],
  ['the last points gone', point(105, 90), 'card_exhausted', 'committed'],
  ['points for two uses gone', point(100, 80), 'card_exhausted', 'undecidable'],
  ['fewer points before than one use takes', point(95, 90), 'card_exhausted', 'undecidable'],
  ['points of which a use takes none', point(100, 20, 0), point(100, 20, 0), 'undecidable'],
  ['a first use', time(false), time(true), 'committed'],
  ['no first use', time(false), time(false), 'not_committed'],
  ['a use before', time(true), time(true), 'undecidable'],
  ['a use that is not told', time(false), time(null), 'undecidable'],
  ['a card expired since', time(false), 'card_expired', 'undecidable'],
])('use: %s', (_, before, after, verdict, reason = SAYS_WHY) => {
  expect(reconcileUse(before, after)).toMatchObject({ verdict, reason, evidence: { before, after } });
});

test.each<[string, CardReading, CardReading, string]>([
  ['the amount more uses', count(10, 3), count(40, 4), 'committed'],
  ['the same uses', count(10, 3), count(10, 3), 'not_committed'],
  ['twice the amount', count(10, 3), count(70, 3), 'undecidable'],
  ['the amount more points', point(100, 20), point(130, 20), 'committed'],
  [
    'the end moved by the amount',
    time(true, '2026-06-15T10:30:00+08:00'),
    time(true, '2026-07-15T10:30:00+08:00'),
    'committed',
  ],
  [
    'an unused card grown longer',
    time(false, '2026-06-15T10:30:00+08:00'),
    time(false, '2026-06-15T10:30:00+08:00', 60),
    'committed',
  ],
  [
    'nothing moved',
    time(true, '2026-06-15T10:30:00+08:00'),
    time(true, '2026-06-15T10:30:00+08:00'),
    'not_committed',
  ],
  [
    'the end moved by a day',
    time(true, '2026-06-15T10:30:00+08:00'),
    time(true, '2026-06-16T10:30:00+08:00'),
    'undecidable',
  ],
  ['an end that is not told', time(true), time(true), 'undecidable'],
  [
    'an end in a unit that is not told',
    time(true, '2026-06-15T10:30:00+08:00', 30, null),
    time(true, '2026-07-15T10:30:00+08:00', 30, null),
    'undecidable',
  ],
  ['an unused card grown longer, whose end is not told', time(false), time(false, null, 60), 'committed'],
  ['a used-up card with the amount', 'card_exhausted', count(40, 10), 'committed'],
  ['a used-up card with a rest and the amount', 'card_exhausted', point(135, 100), 'committed'],
  ['a used-up card with more than the amount', 'card_exhausted', count(50, 10), 'undecidable'],
  ['a used-up card with another use beside the amount', 'card_exhausted', point(140, 100), 'undecidable'],
  ['a card that was not there, with the amount', 'not_found', count(40, 10), 'undecidable'],
  [
    'a card that was not there, and runs',
    'not_found',
    time(true, '2026-07-15T10:30:00+08:00'),
    'undecidable',
  ],
  ['an expired card that is counted by uses', 'card_expired', count(40, 10), 'undecidable'],
  ['a used-up card with less', 'card_exhausted', count(40, 11), 'undecidable'],
  ['a card still used up', 'card_exhausted', 'card_exhausted', 'undecidable'],
  ['an expired card alive again', 'card_expired', time(true, '2026-07-15T10:30:00+08:00'), 'committed'],
])('recharge by 30: %s', (_, before, after, verdict) => {
  expect(reconcileRecharge(before, after, 30)).toMatchObject({
    ...{ verdict, reason: SAYS_WHY },
    evidence: { before, after, amount: 30 },
  });
});

test('readings of two different cards are a mistake by the caller', () => {
  const others: Card[] = [
    { ...count(10, 3), code: 'D' },
    { ...point(10, 3), code: 'C' },
  ];
  for (const other of others) expect(() => reconcileUse(count(10, 3), other)).toThrow(TypeError);
  expect(() => reconcileUse(count(10, 3), point(10, 3))).toThrow(TypeError);
  expect(() => reconcileRecharge(count(10, 3), point(10, 3), 30)).toThrow(TypeError);
});

describe('generate', () => {
  const row = (code: string, remark: string | null) => ({ code, remark });
  const old = row('OLD', 'r1');

  test.each([
    ['as many new cards with the remark', [old, row('A', 'r1'), row('B', 'r1')], 'committed'],
    ['fewer new cards with the remark', [old, row('A', 'r1')], 'undecidable'],
    ['more new cards with the remark', [old, row('A', 'r1'), row('B', 'r1'), row('C', 'r1')], 'undecidable'],
    ['no new card', [old], 'not_committed'],
    ['new cards of others', [old, row('A', 'r2'), row('B', 'r3')], 'not_committed'],
    ['new cards, one of them without a remark', [old, row('A', 'r2'), row('B', null)], 'undecidable'],
    ['new cards without remarks', [old, row('A', null), row('B', null)], 'undecidable'],
  ])('%s', (_, after, verdict) => {
    expect(reconcileGenerate({ count: 2, remark: 'r1' }, [old], after)).toMatchObject({
      ...{ verdict, reason: SAYS_WHY },
    });
  });

  test('says that there are no new cards', () => {
    const { reason } = reconcileGenerate({ remark: 'r1' }, [old], [old]);
    expect(reason).toBe('there are no new cards');
  });

  test('shows the codes it found', () => {
    expect(reconcileGenerate({ remark: 'r1' }, [], [row('A', 'r1')]).evidence).toMatchObject({
      ...{ codes: ['A'], new_codes: ['A'] },
    });
  });
});
