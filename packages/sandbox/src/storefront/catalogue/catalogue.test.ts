import { expect, test } from 'vitest';
import { catalogue } from './catalogue.ts';
import { oddities } from './oddities.ts';

test('there are at least sixty goods on several shelves, each with its own ids', () => {
  expect(catalogue.length).toBeGreaterThanOrEqual(60);
  expect(new Set(catalogue.map(({ groupId }) => groupId)).size).toBe(8);
  const ids = catalogue.flatMap(({ subs }) => subs.map(({ id }) => id));
  expect(new Set(ids).size).toBe(ids.length);
  expect(new Set(catalogue.map(({ id }) => id)).size).toBe(catalogue.length);
});

test('every good has one to four specifications at a price in whole fen', () => {
  for (const { subs } of catalogue) {
    expect(subs.length).toBeGreaterThanOrEqual(1);
    expect(subs.length).toBeLessThanOrEqual(4);
    for (const { fen } of subs) expect(Number.isSafeInteger(fen) && fen > 0).toBe(true);
  }
});

test('every oddity belongs to a good', () => {
  const ids = catalogue.map(({ id }) => id);
  expect(Object.keys(oddities).filter((id) => !ids.includes(Number(id)))).toEqual([]);
});
