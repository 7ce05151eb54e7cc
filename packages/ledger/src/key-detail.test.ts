import { expect, it } from 'vitest';
import { keyDetail } from './key-detail.ts';

it('a key is known by the events that are on disk, and is another one in the hands of each person', () => {
  const key = { kind: 'purchase', idempotency_key: 'k' };
  const known = '6a5b4e03ce5963ef247718f84bf14aac223a9d28f2764c9872551e295c8b8459';
  expect(keyDetail(key)).toEqual({ key: known });
  expect(keyDetail({ ...key, person: null })).toEqual({ key: known });
  const [alice, bob] = ['alice', 'bob'].map((person) => keyDetail({ ...key, person }).key);
  expect(new Set([known, alice, bob]).size).toBe(3);
});
