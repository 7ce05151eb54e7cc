import { KamikitError } from '@kamikit/core';
import { describe, expect, it } from 'vitest';
import { openConsole } from '../testing/open-console.ts';
import { openJobs } from '../testing/open-jobs.ts';

describe('the list of jobs', () => {
  it('says what to do where there is none', async () => {
    const { get } = await (await openConsole()).enter();
    expect((await get('jobs')).text).toContain('There are no jobs.');
  });

  it('tells how far each is, what it spent of what it may, and when it began', async () => {
    const { get, id, buyNext } = await openJobs();
    await buyNext();
    const { text } = await get('jobs');
    for (const shown of [`jobs/${id}`, '3 purchases', 'Running', '1 of 3 done', '¥9.00', 'of at most ¥30.00'])
      expect(text).toContain(shown);
    expect(text).toContain('Nov 20, 09:00');
  });
});

describe('a job', () => {
  it('shows its items in order, each with its ledger entry', async () => {
    const { get, id, buyNext } = await openJobs();
    const entry = await buyNext();
    const { text } = await get(`jobs/${id}`);
    expect([...text.matchAll(/Item (\d+)/g)].map(([, number]) => number)).toEqual(['1', '2', '3']);
    expect(text).toMatch(new RegExp(`ledger/${entry}">A month<`));
    expect(text).toContain('<b>Product 1/2</b>');
  });

  it('shows only the items that stand as asked for', async () => {
    const { get, id, buyNext } = await openJobs();
    await buyNext({ state: 'pending' });
    await buyNext();
    const numbers = async (state: string) =>
      [...(await get(`jobs/${id}?state=${state}`)).text.matchAll(/Item (\d+)/g)].map(([, number]) => number);
    expect(await numbers('completed')).toEqual(['2']);
    expect(await numbers('waiting')).toEqual(['3']);
    expect(await numbers('left')).toEqual(['1']);
    expect((await get(`jobs/${id}?state=nonsense`)).status).toBe(400);
  });

  it('of many items is shown a page at a time, with the same filter', async () => {
    const items = Array.from({ length: 60 }, () => ({ goods_id: 1, sub_id: 1 }));
    const { get, id } = await openJobs({ items });
    const { text } = await get(`jobs/${id}?state=waiting`);
    expect(text.match(/Item \d+/g)).toHaveLength(25);
    expect(text).toContain('state=waiting&amp;page=2#items" rel="next"');
    expect((await get(`jobs/${id}?page=3`)).text.match(/Item \d+/g)).toHaveLength(10);
  });

  it('that stopped says why, and what is left to do by hand', async () => {
    const { get, id, ledger, buyNext } = await openJobs();
    await buyNext({ state: 'pending' });
    await ledger.claimItem(id);
    const stop = new KamikitError('The day is spent.', { code: 'over_budget', outcome: 'not_committed' });
    await ledger.settleItem(id, 2, { stop });
    const { text } = await get(`jobs/${id}`);
    expect(text).toContain('It stopped by itself: The day is spent.');
    expect(text).toMatch(/Left to do by hand.*Not delivered yet.*<section id="items"/s);
  });

  it('that the ledger does not hold is not found', async () => {
    const { get } = await openJobs();
    expect(await get('jobs/nothing')).toMatchObject({
      ...{ status: 404, text: expect.stringContaining('There is no such job.') },
    });
  });
});
