import { bundleForTests } from '@kamikit/mcp-server/test';
import { expect, it } from 'vitest';
import { guards } from '../guards/guards.ts';
import { seeded } from '../seeded.ts';
import { findMissingGuard } from './find-missing-guard.ts';
import { HAPPENINGS, planSchedule } from './plan.ts';
import { torture } from './torture.ts';

const server = bundleForTests();

const SCHEDULES = 8;

it(`${SCHEDULES} schedules of processes that are killed, stopped, cut off and misled break no promise`, {
  timeout: 180_000,
}, async () => {
  const seed = 3;
  const { violations, ...figures } = await torture({ server, schedules: SCHEDULES, seed });
  expect(violations).toEqual([]);
  expect(figures.schedules).toBe(SCHEDULES);
  expect(figures.charges, `seed ${seed}`).toBeGreaterThan(0);
});

it('a server that does not keep what was delivered is found out', { timeout: 180_000 }, async () => {
  const guard = guards.find(({ invariant }) => invariant === 'delivered cards are readable');
  if (guard === undefined) throw new Error('no guard stands for delivered cards');
  const found = await findMissingGuard(guard, { most: 60, seed: 1 });
  expect(found).toMatchObject({ schedules: expect.any(Number), what: expect.stringContaining('delivered') });
});

it('the same seed plans the same schedule', () => {
  const offers = [{ goods_id: 1, sub_id: 11, price: 5 }];
  expect(planSchedule(seeded(5), offers)).toEqual(planSchedule(seeded(5), offers));
  expect(planSchedule(seeded(5), offers)).not.toEqual(planSchedule(seeded(6), offers));
});

it('everything that can happen is planned sooner or later', () => {
  const planned = Array.from({ length: 300 }, (_, seed) => planSchedule(seeded(seed), []).happenings).flat();
  expect([...new Set(planned.map(({ kind }) => kind))].sort()).toEqual([...HAPPENINGS].sort());
});
