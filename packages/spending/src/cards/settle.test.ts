import type { Card, Recharge } from '@kamikit/core';
import { describe, expect, it } from 'vitest';
import { settleDealing, settleDeletion, settleIssue } from './settle.ts';
import { storedDealing, storedDeletion, storedIssue } from './stored.ts';

const NOTHING = {
  ...{ status: null, duration: null, duration_unit: null, expire_at: null, remaining_seconds: null },
  ...{ total_uses: null, used_count: null, remaining_count: null },
  ...{ total_points: null, points_per_use: null, used_points: null, remaining_points: null },
};
const COUNT = { code: 'A', card_type_name: null, used_count: 1, remaining_count: 4 };
const POINT = { code: 'A', card_type_name: null, points_per_use: 2, used_points: 4, remaining_points: 5 };
const TIME = {
  ...{ code: 'A', card_type_name: null, duration_unit: 'day', duration_unit_name: null },
  ...{ expire_at: '2026-11-21T16:00:00+08:00', status: '已使用', used: true, remaining_time: null },
  remaining_seconds: 9,
};
const TIME_KEPT = {
  ...{ status: '已使用', duration_unit: 'day', expire_at: '2026-11-21T16:00:00+08:00' },
  remaining_seconds: 9,
};

const CARDS: Array<[string, Card | Recharge, object]> = [
  [
    'used card of uses',
    { ...COUNT, card_type: 'count', total_uses: 5 },
    { used_count: 1, remaining_count: 4, total_uses: 5 },
  ],
  [
    'recharged card of uses',
    { ...COUNT, card_type: 'count', added_uses: 2, new_total_uses: 7 },
    { used_count: 1, remaining_count: 4, total_uses: 7 },
  ],
  [
    'used card of points',
    { ...POINT, card_type: 'point', total_points: 9 },
    { points_per_use: 2, used_points: 4, remaining_points: 5, total_points: 9 },
  ],
  [
    'recharged card of points',
    { ...POINT, card_type: 'point', added_points: 1, new_total_points: 10 },
    { points_per_use: 2, used_points: 4, remaining_points: 5, total_points: 10 },
  ],
  ['used card of time', { ...TIME, card_type: 'time', duration: 30 }, { ...TIME_KEPT, duration: 30 }],
  ['recharged card of time', { ...TIME, card_type: 'time', added_duration: 1 }, TIME_KEPT],
  [
    'card that does not tell',
    { ...COUNT, card_type: 'count', total_uses: null },
    { used_count: 1, remaining_count: 4 },
  ],
  [
    'card of more uses than can be counted',
    { ...COUNT, card_type: 'count', total_uses: 2 ** 53 },
    { used_count: 1, remaining_count: 4 },
  ],
];

describe('a use or a recharge is settled with what is on the', () => {
  it.each(CARDS)('%s', (_, card, told) => {
    const kept = { ...NOTHING, code: 'A', card_type: card.card_type, ...told };
    const result = { card: kept };
    expect(settleDealing(card)).toStrictEqual({ state: 'completed', reference: 'A', result });
    expect(storedDealing.parse(result)).toStrictEqual(result);
  });
});

describe('a deletion is settled', () => {
  const card: Card = { ...COUNT, card_type: 'count', total_uses: 5 };

  it('with the card as it was', () => {
    const kept = {
      ...NOTHING,
      code: 'A',
      card_type: 'count',
      used_count: 1,
      remaining_count: 4,
      total_uses: 5,
    };
    expect(settleDeletion('A', card)).toStrictEqual({
      ...{ state: 'completed', reference: 'A', result: { code: 'A', card: kept } },
    });
  });

  it.each([null, 'card_exhausted'] as const)('without it where it was not read: %j', (before) => {
    const result = { code: 'A', card: null };
    expect(settleDeletion('A', before)).toStrictEqual({ state: 'completed', reference: 'A', result });
    expect(storedDeletion.parse(result)).toStrictEqual(result);
  });
});

it('a batch is settled with its codes and how many they are', () => {
  const result = { codes: ['A', 'B'] };
  expect(settleIssue(['A', 'B'])).toStrictEqual({ state: 'completed', result, delivered: 2 });
  expect(storedIssue.parse(result)).toStrictEqual(result);
});

it.each([{}, Object.fromEntries(Object.keys(NOTHING).map((name) => [name, {}]))])(
  'what is missing or odd of a stored card is read as nothing: %j',
  (odd) => {
    const card = { code: 'A', card_type: 'count' };
    expect(storedDealing.parse({ card: { ...odd, ...card } })).toStrictEqual({
      card: { ...NOTHING, ...card },
    });
  },
);
