import { expect, test } from 'vitest';
import { createRandom, DIGITS, UPPER } from './random.ts';

test('the same seed gives the same sequence, another seed a different one', () => {
  const draw = (seed: string) => createRandom(seed).text(UPPER + DIGITS, 32);
  expect(draw('1 storefront')).toBe(draw('1 storefront'));
  expect(new Set([draw('1 storefront'), draw('2 storefront'), draw('1 cards')]).size).toBe(3);
});

test('every value below the bound turns up, and none beyond it', () => {
  const random = createRandom('any');
  const drawn = new Set(Array.from({ length: 1000 }, () => random.integer(10)));
  expect([...drawn].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
});
