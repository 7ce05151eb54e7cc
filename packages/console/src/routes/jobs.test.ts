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
    expect(text).not.toContain('As quoted');
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

  it('that restocks waits for nobody’s approval before its stock is counted', async () => {
    const { get, id } = await openJobs({ kind: 'restock', needsWord: 'by mandate' });
    for (const address of ['jobs', `jobs/${id}`]) {
      const { text } = await get(address);
      expect(text).toContain('Stock to be counted');
      expect(text).not.toContain('Needs your approval');
    }
  });

  it('that the ledger does not hold is not found', async () => {
    const { get } = await openJobs();
    expect(await get('jobs/nothing')).toMatchObject({
      ...{ status: 404, text: expect.stringContaining('There is no such job.') },
    });
  });
});

describe('the owner', () => {
  it('pauses, resumes and cancels a job', async () => {
    const { post, get, id, ledger } = await openJobs();
    for (const [action, state, told] of [
      ['pause', 'paused', 'Paused. Nothing new'],
      ['resume', 'running', 'It goes on'],
      ['cancel', 'cancelled', 'Cancelled. Nothing more'],
    ] as const) {
      expect((await post(`jobs/${id}/${action}`)).status).toBe(303);
      expect((await ledger.job(id))?.state).toBe(state);
      expect((await get(`jobs/${id}`)).text).toContain(told);
    }
    await post(`jobs/${id}/resume`);
    expect((await get(`jobs/${id}`)).text).toContain('there is nothing to resume');
  });

  it.each<[what: string, fields: Record<string, string>, headers: Record<string, string>]>([
    ['without the token of the session', { _csrf: '' }, {}],
    ['from another site', {}, { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
  ])('is not believed to have sent a form %s', async (_what, fields, headers) => {
    const running = await openJobs();
    for (const action of ['pause', 'cancel'])
      expect((await running.post(`jobs/${running.id}/${action}`, fields, headers)).status).toBe(403);
    expect((await running.ledger.job(running.id))?.state).toBe('running');
    const asked = await askedJob();
    for (const word of ['approve', 'decline'])
      expect((await asked.post(`approvals/jobs/${asked.id}/${word}`, fields, headers)).status).toBe(403);
    expect((await asked.ledger.job(asked.id))?.state).toBe('awaiting_approval');
  });

  it('exports what is told of a job', async () => {
    const { get, id } = await openJobs();
    const { text, headers } = await get(`jobs/${id}/export`);
    expect(text).toBe(`number of ${id}\r\n`);
    expect(headers.get('content-disposition')).toBe(
      `attachment; filename="kamikit-job-${id.slice(0, 8)}.csv"`,
    );
    expect((await get('jobs/nothing/export')).status).toBe(404);
  });
});

/** A job of which two can be bought, and one cannot. */
async function askedJob() {
  const opened = await openJobs({ needsWord: true });
  const { ledger, id, quote } = opened;
  const refused = new KamikitError('It is sold out.', { code: 'out_of_stock', outcome: 'not_committed' });
  await ledger.quoteItems(
    id,
    [1, 2].map((number) => ({ number, quote: quote() })),
  );
  await ledger.quoteItems(id, [{ number: 3, refused }]);
  return opened;
}

describe('a job that waits for its owner', () => {
  it('is asked about as a whole, with its total and what cannot be bought', async () => {
    const { get } = await askedJob();
    const { text } = await get('approvals');
    for (const shown of ['3 purchases', 'Approve ¥18.00', '2 items', '3. Product 1/3: It is sold out.'])
      expect(text).toContain(shown);
    expect(text).toContain('id="waiting" class="waiting" data-live="true">1<');
  });

  it('is among what the overview says is waiting', async () => {
    const { get } = await askedJob();
    const { text } = await get('');
    expect(text).toContain('1 request is waiting');
    expect(text).not.toContain('Nothing needs you right now.');
  });

  it('is not asked about before all of it is priced', async () => {
    const { get, id } = await openJobs({ needsWord: true });
    expect((await get('approvals')).text).toContain('Nothing is waiting.');
    expect((await get(`jobs/${id}`)).text).toContain('0 of 3 priced');
  });

  it('runs after a yes, in the owner’s name, and a no that comes later changes nothing', async () => {
    const { post, get, id, ledger } = await askedJob();
    await post(`approvals/jobs/${id}/approve`);
    expect((await get('approvals')).text).toContain('Approved. Its items are bought');
    expect(await ledger.job(id)).toMatchObject({ state: 'running', approval: { decided_by: 'page' } });
    await post(`approvals/jobs/${id}/decline`);
    expect((await get('approvals')).text).toContain('decided already. It is now: Running');
    expect((await ledger.job(id))?.state).toBe('running');
  });

  it('runs on where a yes comes just before a no', async () => {
    const { ledger, id, post, get } = await askedJob();
    const { job, declineJob } = ledger;
    const yes = () => ledger.approveJob(id, 'another owner');
    ledger.job = async (asked) => {
      const found = await job(asked);
      await yes();
      return found;
    };
    ledger.declineJob = async (...no) => {
      await yes();
      return declineJob(...no);
    };
    await post(`approvals/jobs/${id}/decline`);
    expect(await job(id)).toMatchObject({ state: 'running' });
    expect((await get('approvals')).text).toContain('decided already. It is now: Running');
  });

  it('buys nothing after a no', async () => {
    const { post, get, id, ledger } = await askedJob();
    await post(`approvals/jobs/${id}/decline`);
    expect((await get('approvals')).text).toContain('Declined. Nothing was sent.');
    await post(`approvals/jobs/${id}/approve`);
    expect((await ledger.job(id))?.state).toBe('cancelled');
  });
});
