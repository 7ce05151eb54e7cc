import type { Person, Role } from '@kamikit/ledger';
import { expect, it } from 'vitest';
import { partsOf } from '../parts.ts';
import { openShop, PURCHASE } from '../testing/open-shop.ts';
import { jobOf } from './job-of.ts';

const person = (name: string, role: Role): Person => ({ name, role, daily_budget: null, max_order: null });
const ALICE = person('alice', 'buyer');

/** Whether somebody is told of a job that this one started; null: whoever uses the machine. */
async function seen(by: Person | null, startedBy: Person | null) {
  const { ledger, spender } = await openShop();
  const wish = { kind: 'purchase', items: [PURCHASE], max_total: '50', idempotencyKey: 'j' } as const;
  const { job } = await spender.startJob(wish);
  const showing: typeof ledger = { ...ledger, job: async () => ({ ...job, person: startedBy }) };
  return jobOf({ ...partsOf({ ledger: showing }), person: by }, job.id);
}

it.each([
  ['whoever uses the machine', null, ALICE],
  ['whoever uses the machine, of their own', null, null],
  ['its buyer', ALICE, ALICE],
  ['an owner', person('olga', 'owner'), ALICE],
  ['a viewer', person('vera', 'viewer'), null],
])('a job is there for %s', async (_who, by, startedBy) => {
  expect(await seen(by, startedBy)).toMatchObject({ person: startedBy });
});

it.each([
  ['of another buyer', person('bob', 'buyer')],
  ['of whoever uses the machine', null],
])('a job %s is not there for a buyer', async (_whose, startedBy) => {
  await expect(seen(ALICE, startedBy)).rejects.toMatchObject({
    ...{ code: 'not_found', outcome: 'not_committed' },
  });
});

it('a job that the ledger does not hold is there for nobody', async () => {
  const { ledger } = await openShop();
  await expect(jobOf(partsOf({ ledger }), 'nothing')).rejects.toMatchObject({
    ...{ code: 'not_found', outcome: 'not_committed' },
  });
});
