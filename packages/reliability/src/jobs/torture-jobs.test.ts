import { bundleForTests } from '@kamikit/mcp-server/test';
import { afterAll, expect, it } from 'vitest';
import { seeded } from '../seeded.ts';
import { killAll } from '../torture/server-process.ts';
import { compare } from './compare.ts';
import { planJob } from './plan-job.ts';
import { tortureJobs } from './torture-jobs.ts';

const server = bundleForTests();
// Of a run that takes too long.
afterAll(killAll);

it('two jobs of two processes that are killed buy each item once at a shop that loses answers', {
  timeout: 180_000,
}, async () => {
  const { violations, ...figures } = await tortureJobs({ server, runs: 2, items: 12, seed: 1, atOnce: 2 });
  expect(violations).toEqual([]);
  expect(figures).toMatchObject({ runs: 2, items: 24 });
  expect(figures.kills).toBeGreaterThan(0);
});

const LINE = { goods_id: 1, sub_id: 11, quantity: 1, max_total: 5 };
const ORDER = {
  ...{ ...LINE, order_sn: 'S1', mode: 'async', total_price: '5', actual_price: '5' },
  ...{ status: 4, cards: 'A', created_at: '' },
} as const;
const CHARGE = { order_sn: 'S1', amount: '5', at: '' };
const ITEM = { number: 1, state: 'completed', amount: '5', cards: 'A' };
const JOB = { state: 'finished', items: 1, counts: { completed: 1 }, spent: '5', max_total: '5' };
const SHOP = { orders: [ORDER], charges: [CHARGE] };

it('nothing is found where both sides say the same', () => {
  expect(compare([LINE], [ITEM], JOB, SHOP as never)).toEqual([]);
});

it.each([
  [
    'at most one charge per key',
    {},
    {},
    {
      orders: [ORDER, { ...ORDER, order_sn: 'S2' }],
      charges: [CHARGE, { ...CHARGE, order_sn: 'S2', amount: '0' }],
    },
  ],
  ['charges are what the ledger counts', { state: 'refused', cards: null }, {}, {}],
  ['charges are what the ledger counts', {}, {}, { charges: [] }],
  ['charges are what the ledger counts', {}, { spent: '4' }, {}],
  ['delivered cards are readable', { cards: null }, {}, {}],
  ['budgets are kept', {}, { spent: '5.01' }, {}],
  ['no entry is stuck', {}, { counts: { waiting: 1 } }, {}],
  ['no entry is stuck', {}, { state: 'running' }, {}],
])('what breaks "%s" is found: %j %j', (invariant, item, job, shop) => {
  const found = compare([LINE], [{ ...ITEM, ...item }], { ...JOB, ...job }, { ...SHOP, ...shop } as never);
  expect(found.map((violation) => violation.invariant)).toEqual([invariant]);
});

it('the same seed plans the same job, of which no two lines are alike', () => {
  const onSale = [{ goods_id: 1, sub_id: 11, price: 5, stock: 30 }];
  const plan = planJob(seeded(5), 6, onSale);
  expect(plan).toEqual(planJob(seeded(5), 6, onSale));
  expect(plan.lines.map(({ quantity }) => quantity)).toEqual([1, 2, 3, 4, 5, 6]);
  expect(() => planJob(seeded(5), 8, onSale)).toThrow('stock for 7 items only');
});
