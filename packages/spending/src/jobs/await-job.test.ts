import { parseMoney } from '@kamikit/core';
import { JOB_STATES, type Job, type JobApproval } from '@kamikit/ledger';
import { describe, expect, it } from 'vitest';
import { partsOf } from '../parts.ts';
import { openShop, PURCHASE } from '../testing/open-shop.ts';
import { awaitJob } from './await-job.ts';

const PRICED: JobApproval = {
  ...{ total: parseMoney(50), priced: 1, until: '2026-11-21T16:00:00+08:00' },
  ...{ decided_by: null, decided_at: null },
};

/** A job that stands as the first of these, then as the next, and stays as the last. */
async function openWait(...stands: Partial<Job>[]) {
  const { ledger, spender, timing } = await openShop();
  const wish = { kind: 'purchase', items: [PURCHASE], max_total: '50', idempotencyKey: 'j' } as const;
  const { job } = await spender.startJob(wish);
  let looks = 0;
  const showing: typeof ledger = {
    ...ledger,
    async job() {
      looks += 1;
      return { ...job, ...stands[Math.min(looks, stands.length) - 1] };
    },
  };
  const parts = partsOf({ ledger: showing, timing });
  const polls: string[] = [];
  return {
    ...{ polls, looks: () => looks, uptime: timing.uptime },
    wait: (maxWaitMs: number, signal?: AbortSignal) =>
      awaitJob(job.id, { maxWaitMs, signal, onPoll: ({ state }) => polls.push(state) }, parts),
    quietly: (maxWaitMs: number) => awaitJob(job.id, { maxWaitMs }, parts),
  };
}

describe('waiting for a job', () => {
  it.each(JOB_STATES.filter((state) => state !== 'running' && state !== 'awaiting_approval'))(
    'ends at once where it is %s',
    async (state) => {
      const { wait, looks } = await openWait({ state });
      expect(await wait(60_000)).toMatchObject({ state });
      expect(looks()).toBe(1);
    },
  );

  it('goes on as long as it runs', async () => {
    const { wait, polls } = await openWait({ state: 'running' }, { state: 'running' }, { state: 'finished' });
    expect(await wait(60_000)).toMatchObject({ state: 'finished' });
    expect(polls).toEqual(['running', 'running', 'finished']);
  });

  it('goes on as long as it is priced, and ends when its owner has to say something', async () => {
    const state = 'awaiting_approval';
    const { quietly, looks } = await openWait(
      { state, approval: { ...PRICED, total: null, until: null } },
      { state, approval: PRICED },
    );
    expect(await quietly(60_000)).toMatchObject({ state, approval: PRICED });
    expect(looks()).toBe(2);
  });

  it('ends when the time is up', async () => {
    const { wait, uptime } = await openWait({ state: 'running' });
    expect(await wait(20_000)).toMatchObject({ state: 'running' });
    expect(uptime()).toBeLessThanOrEqual(20_000);
  });

  it('ends when it is cancelled', async () => {
    const { wait } = await openWait({ state: 'running' });
    await expect(wait(20_000, AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' });
  });
});
