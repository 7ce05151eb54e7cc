import { setImmediate } from 'node:timers/promises';
import type { Ledger } from '@kamikit/ledger';
import type { JobWish } from '../jobs/job-kinds.ts';
import { runJob } from '../jobs/run-job.ts';
import type { RunOptions } from '../jobs/run-options.ts';
import { partsOf } from '../parts.ts';
import { openShop, PURCHASE, type ShopOptions } from './open-shop.ts';

export const ITEM = { ...PURCHASE, quantity: 1, max_total: '25' };

interface Told {
  wish?: Partial<JobWish>;
  shop?: ShopOptions;
  /** What is done in place of the ledger's own. */
  instead?: (ledger: Ledger) => Partial<Ledger>;
  onSleep?: (ms: number) => void;
}

/** A job of four cards, bought one after the other, with the parts that run it. */
export async function openJob({ wish = {}, shop: options = {}, instead = () => ({}), onSleep }: Told = {}) {
  const shop = await openShop({ ...options, ledger: { leaseMs: 1e12, ...options.ledger } });
  const { ledger, spender, storefront, sandbox } = shop;
  // Every wait is over at once here; whoever waits for another must let it go on.
  const timing = {
    ...shop.timing,
    async sleep(ms: number, signal?: AbortSignal) {
      await setImmediate();
      onSleep?.(ms);
      await shop.timing.sleep(ms, signal);
    },
  };
  const parts = partsOf({ ledger: { ...ledger, ...instead(ledger) }, storefront, timing });
  const { job } = await spender.startJob({
    ...{ kind: 'purchase', items: [ITEM, ITEM, ITEM, ITEM], max_total: '100' },
    ...{ idempotencyKey: 'j', concurrency: 1, ...wish },
  });
  return {
    ...{ shop, parts, job, ledger },
    run: (runOptions: RunOptions = {}) => runJob(job.id, runOptions, parts),
    charges: () => sandbox.state().storefront.charges.length,
  };
}
