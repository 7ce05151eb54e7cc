import { KamikitError } from '@kamikit/core';
import { JOB_KINDS, type JobPrice, type JobWish } from '@kamikit/spending';
import * as z from 'zod';
import { jobView, viewJob } from '../views/job-view.ts';
import { defineTool, type ToolContext } from './define-tool.ts';
import { idempotencyKey, integer, positiveMoney } from './input.ts';

const MOST_ITEMS = 5000;
// A host gives a call about a minute; what is not priced by then is asked about without its price.
const PRICE_WITHIN_MS = 20_000;

export const startJob = defineTool({
  name: 'start_job',
  title: 'Buy many at once',
  description:
    'Buy many things as a job that goes on by itself, each exactly once: this spends the user’s money. Use it for more than a few.',
  needs: ['storefront', 'supplier'],
  effect: 'spend',
  input: z.strictObject({
    kind: z.enum(JOB_KINDS),
    items: z
      .array(z.looseObject({}))
      .min(1)
      .max(MOST_ITEMS)
      .describe(
        'Arguments of that tool, without keys; restock: sku_id or goods_id+sub_id, floor, target, max_price, stock (number, goods:ID/SUB, cards:TYPE, ledger)',
      ),
    max_total: positiveMoney.describe('In yuan, of all'),
    idempotency_key: idempotencyKey,
    concurrency: integer(1, 4).optional(),
  }),
  output: z.object({ ...jobView.shape, items: z.int() }),
  async run({ kind, items, max_total, idempotency_key: idempotencyKey, concurrency }, context) {
    const { spender, ledger, confirmJob, goOnWithJobs, say, showing } = context;
    const wish: JobWish = { kind, items, max_total, idempotencyKey, concurrency };
    // A job that is there already is no question any more.
    // Nor is a restock: what no mandate covers is not bought.
    const isQuestion = confirmJob !== undefined && kind !== 'restock';
    if (isQuestion && (await (await ledger()).findJob(idempotencyKey)) === null)
      await confirmJob({ wish, price: await priced(wish, context) });
    const { job, existing } = await spender.startJob(wish);
    goOnWithJobs();
    const { next, ...view } = viewJob(job, { ...showing, jobs: say.job });
    return { ...view, items: job.items, next: existing ? `${say.job.existing} ${next}` : next };
  },
});

/** Null where it could not be told in time. */
async function priced(wish: JobWish, { spender, signal }: ToolContext): Promise<JobPrice | null> {
  const inTime = AbortSignal.any([signal, AbortSignal.timeout(PRICE_WITHIN_MS)]);
  try {
    return await spender.priceJob(wish, { signal: inTime });
  } catch (error) {
    if (!signal.aborted && inTime.aborted && error instanceof KamikitError) return null;
    throw error;
  }
}
