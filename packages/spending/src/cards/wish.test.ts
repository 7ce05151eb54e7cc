import { describe, expect, it } from 'vitest';
import { deletionWish, issueWish, rechargeWish, useWish } from './wish.ts';

describe('a wish about a card', () => {
  it.each([useWish, deletionWish])('says which one, blanks around it aside, and no more (%#)', (wish) => {
    expect(wish.parse({ code: ' A ' })).toStrictEqual({ code: 'A' });
    for (const odd of [{}, { code: ' ' }, { code: 7 }, { code: 'A', more: 1 }])
      expect(wish.safeParse(odd).success).toBe(false);
  });

  it('to be recharged says by how much', () => {
    expect(rechargeWish.parse({ code: ' A ', amount: 3 })).toStrictEqual({ code: 'A', amount: 3 });
    for (const odd of [{ code: 'A' }, { code: 'A', amount: 0 }, { amount: 3 }, { code: '', amount: 3 }])
      expect(rechargeWish.safeParse(odd).success).toBe(false);
  });
});

describe('a wish for cards', () => {
  const more = { count: 2, remark: 'for Ann' };
  const wishes = [
    { card_type: 'time', duration: 30, duration_unit: 'day' },
    { card_type: 'time', duration: 3, duration_unit: 'hour' },
    { card_type: 'count', uses: 5 },
    { card_type: 'point', points: 9, points_per_use: 3 },
  ];

  it.each(wishes)('is taken as it is: %j', (wish) => {
    expect(issueWish.parse(wish)).toStrictEqual(wish);
    expect(issueWish.parse({ ...wish, ...more })).toStrictEqual({ ...wish, ...more });
  });

  it.each([
    ...wishes.map((wish) => ({ ...wish, count: 0 })),
    ...wishes.map((wish) => ({ ...wish, remark: 7 })),
    ...wishes.map((wish) => ({ ...wish, more: 1 })),
    { card_type: 'time', duration: 30, duration_unit: 'year' },
    { card_type: 'time', duration: 30 },
    { card_type: 'count' },
    { card_type: 'point', points: 9 },
    { card_type: 'week', uses: 5 },
  ])('is refused: %j', (wish) => {
    expect(issueWish.safeParse(wish).success).toBe(false);
  });
});
