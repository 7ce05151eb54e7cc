import type { JobWish } from '@kamikit/spending';
import type { Calls } from './calls.ts';
import type { ControlJob, RunJob } from './commands.ts';
import type { Owner } from './owner.ts';

/** No other wish is for as many of these, nor another item: what is done for one of them is known by that. */
const JOBS: ReadonlyArray<Pick<JobWish, 'kind' | 'items'>> = [
  {
    kind: 'purchase',
    items: [
      { goods_id: 1, sub_id: 12, quantity: 3, max_total: '60', mode: 'async' },
      { goods_id: 1, sub_id: 12, quantity: 4, max_total: '60', mode: 'sync' },
      { goods_id: 2, sub_id: 21, quantity: 3, max_total: '60', mode: 'async' },
    ],
  },
  {
    kind: 'supplier_trade',
    items: [3, 4, 5].map((quantity) => ({ sku_id: 12, quantity, max_total: '60' })),
  },
];

/** Starts a job, or joins whoever has started it, and works on it. */
export function runJob(owner: Owner, { key, atOnce }: RunJob, calls: Calls): void {
  const { spender } = owner;
  const [job] = JOBS.slice(key % JOBS.length);
  if (job === undefined) return;
  const named = { ...job, idempotencyKey: `j${key}`, max_total: '200', concurrency: atOnce };
  calls.begin(owner, `job j${key}`, async () => spender.runJob((await spender.startJob(named)).job.id));
}

export function controlJob(owner: Owner, { key, action }: ControlJob, calls: Calls): void {
  calls.begin(owner, `${action} j${key}`, async () => {
    const ledger = await owner.ledger();
    const job = await ledger.findJob(`j${key}`);
    return job && ledger.controlJob(job.id, action, 'owner');
  });
}
