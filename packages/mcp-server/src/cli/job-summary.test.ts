import { parseMoney } from '@kamikit/core';
import { ITEM_STATES, type Job } from '@kamikit/ledger';
import { expect, it } from 'vitest';
import { commands as english } from '../messages/commands.en.ts';
import { commands as chinese } from '../messages/commands.zh.ts';
import { jobSummary } from './job-summary.ts';
import { widthOf } from './text-width.ts';

const job: Job = {
  ...{ id: 'fbdf63b5-b106-450d-b753-cee645f3cc18', kind: 'purchase', idempotency_key: 'k' },
  ...{ state: 'finished', reason: null, items: 5_000, concurrency: 4, approval: null, person: null },
  counts: Object.fromEntries(ITEM_STATES.map((state) => [state, 4_999])) as Job['counts'],
  ...{ max_total: parseMoney('123456.78'), spent: parseMoney('123456.78') },
  ...{ created_at: '2026-11-22T19:45:06+08:00', updated_at: '2026-11-22T19:45:19+08:00' },
};

const ledger = { jobItems: async () => ({ items: [], total: 0, page: 1, per_page: 10 }) };

it.each([
  ['English', english],
  ['Chinese', chinese],
])('a summary in %s says how many of each kind there are, within 80 columns', async (_, say) => {
  const lines = (await jobSummary(job, ledger, say)).split('\n');
  expect(Math.max(...lines.map((line) => widthOf(line)))).toBeLessThanOrEqual(80);
  for (const state of ITEM_STATES) expect(lines.join('\n')).toContain(say.jobs.items[state]);
});

it('a summary says who started it, where several people use the ledger', async () => {
  const person = { name: 'alice', role: 'buyer', daily_budget: null, max_order: null } as const;
  expect(await jobSummary({ ...job, person }, ledger, english)).toContain('\nRequested by alice.\n');
  expect(await jobSummary(job, ledger, english)).not.toContain('Requested');
});
