import type { Job } from '@kamikit/ledger';
import * as z from 'zod';
import { jobItemView, jobView, viewJobWithItems } from '../views/job-view.ts';
import { defineTool, type ToolContext } from './define-tool.ts';
import { integer, text } from './input.ts';
import { jobWithId } from './job-id.ts';

const PER_PAGE = 8;

export const getJob = defineTool({
  name: 'get_job',
  title: 'Check a job',
  description: 'See how a job stands and what went wrong; with page, its items and their cards.',
  needs: ['storefront', 'supplier'],
  effect: 'read',
  input: z.strictObject({
    job_id: text(64),
    wait_seconds: integer(0, 45).describe('Default 0').optional(),
    page: integer(1).optional(),
  }),
  output: z.object({ ...jobView.shape, items: z.array(jobItemView), pages: z.int().optional() }),
  async run({ job_id, wait_seconds = 0, page }, context) {
    const { ledger, say, showing } = context;
    const job = await waited(await jobWithId(await ledger(), job_id), wait_seconds, context);
    const shown = { ...showing, jobs: say.job };
    const filter = page === undefined ? { states: WRONG } : { page };
    const found = await (await ledger()).jobItems(job.id, { ...filter, perPage: PER_PAGE });
    const pages = Math.max(1, Math.ceil(found.total / PER_PAGE));
    return {
      ...viewJobWithItems(job, found.items, shown),
      ...(page !== undefined && { pages }),
      ...(page !== undefined && page > pages && { next: say.job.pastLastPage({ pages }) }),
    };
  },
});

/** What a person may have to do something about. */
const WRONG = ['unknown', 'failed', 'refused'] as const;

async function waited(
  job: Job,
  waitSeconds: number,
  { spender, progress, signal, say }: ToolContext,
): Promise<Job> {
  if (waitSeconds === 0) return job;
  return spender.awaitJob(job.id, {
    maxWaitMs: waitSeconds * 1000,
    signal,
    onPoll: (now, elapsedMs) =>
      progress(
        Math.min(elapsedMs / 1000, waitSeconds),
        waitSeconds,
        say.job.progress({ done: doneOf(now), items: now.items }),
      ),
  });
}

function doneOf({ items, counts }: Job): number {
  return items - counts.waiting - counts.under_way;
}
