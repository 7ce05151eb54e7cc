import { parseMoney } from '@kamikit/core';
import { describe, expect, it } from 'vitest';
import { clocked } from '../testing/clocked.ts';
import { buyNext, error, job } from '../testing/jobs.ts';
import { delivered, scratchFolder, upstream } from '../testing/scratch.ts';
import { byHand } from '../testing/store.ts';

describe('a job', () => {
  it('is written down with all of its items, and started once however often it is', async () => {
    const { ledger } = await clocked();
    const { job: started, existing } = await ledger.startJob(job());
    expect(started).toMatchObject({
      ...{ state: 'running', reason: null, items: 3, max_total: '9', spent: '0', concurrency: 4 },
      counts: { waiting: 3, under_way: 0, completed: 0 },
    });
    expect(existing).toBe(false);
    expect(await ledger.startJob(job())).toEqual({ job: started, existing: true });
    expect(await ledger.jobs()).toEqual([started]);
    await expect(ledger.startJob(job({ items: [{ goods: 9 }] }))).rejects.toMatchObject({
      code: 'key_conflict',
    });
  });

  it.each([
    ['no items', { items: [] }],
    ['more than 5,000 items', { items: Array.from({ length: 5001 }, () => ({})) }],
    ['more than 4 at once', { concurrency: 5 }],
    ['no one at once', { concurrency: 0 }],
    ['one and a half at once', { concurrency: 1.5 }],
    ['nothing to spend', { maxTotal: parseMoney(0) }],
  ])('is refused with %s', async (_what, changes) => {
    const { ledger } = await clocked();
    const told = { code: 'invalid_request', neverSent: true };
    await expect(ledger.startJob(job(changes))).rejects.toMatchObject(told);
    expect(await ledger.jobs()).toEqual([]);
  });

  it.each([{ kind: '' }, { idempotencyKey: '' }])('of %j is a mistake by the program', async (nothing) => {
    const { ledger } = await clocked();
    await expect(ledger.startJob(job(nothing))).rejects.toThrow(TypeError);
  });

  it('of 5,000 items is written down whole, and read page by page', async () => {
    const { ledger } = await clocked();
    const items = Array.from({ length: 5000 }, (_, index) => ({ goods: index + 1 }));
    const { id } = (await ledger.startJob(job({ items, maxTotal: parseMoney(20_000) }))).job;
    expect(await ledger.job(id)).toMatchObject({ items: 5000, counts: { waiting: 5000 }, approval: null });
    const page = await ledger.jobItems(id, { page: 3, perPage: 1000 });
    expect(page).toMatchObject({ total: 5000, page: 3, per_page: 1000 });
    expect(page.items).toHaveLength(1000);
    expect(page.items[0]).toMatchObject({ number: 2001, request: { goods: 2001 }, entry: null });
  });

  it('is not started on a ledger that lost its past, and its owner’s word has no effect on it', async () => {
    const { ledger, path, open } = await clocked({ integrity: { folder: scratchFolder() } });
    const { id } = (await ledger.startJob(job({ needsWord: true }))).job;
    const words = await ledger.startJob(job({ idempotencyKey: 'other' }));
    await ledger.close();
    await byHand(path, `delete from events where entry_id = '${words.job.id}'`);
    const restored = await open();
    const third = restored.startJob(job({ idempotencyKey: 'third' }));
    await expect(third).rejects.toMatchObject({ code: 'suspended' });
    await expect(restored.approveJob(id, 'me')).rejects.toMatchObject({ code: 'suspended' });
  });

  it('tells in its events how it stood and stands, its terms, and by whose word', async () => {
    const { ledger } = await clocked();
    const { id } = (await ledger.startJob(job())).job;
    await ledger.controlJob(id, 'pause', 'me');
    await ledger.controlJob(id, 'resume', 'me');
    await ledger.claimItem(id);
    await ledger.settleItem(id, 1, { stop: error('over_budget') });
    expect(await ledger.timeline(id)).toMatchObject([
      { action: 'job started', from: null, to: 'running', detail: { items: 3, max_total: '9' } },
      { action: 'job paused', from: 'running', to: 'paused', detail: { by: 'me' } },
      { action: 'job resumed', from: 'paused', to: 'running', detail: { by: 'me' } },
      { action: 'job stopped', from: 'running', to: 'stopped', detail: { code: 'over_budget' } },
    ]);
  });

  it('is among those to go on with as long as it runs or is priced, and among those to decide about after', async () => {
    const { ledger, clock } = await clocked();
    const start = async (idempotencyKey: string, needsWord: boolean) => {
      clock.ms += 1;
      return (await ledger.startJob(job({ idempotencyKey, needsWord, items: [{}] }))).job.id;
    };
    const [running, priced, unpriced] = [
      await start('a', false),
      await start('b', true),
      await start('c', true),
    ];
    await ledger.controlJob(await start('d', false), 'pause', 'me');
    const named = { name: 'A card', specification: null, quantity: 1, account: 'shop', good: null };
    await ledger.quoteItems(priced, [{ number: 1, quote: { ...named, total: parseMoney(3) } }]);
    expect(await ledger.openJobs()).toEqual([running, unpriced]);
    expect(await ledger.askedJobs()).toEqual([priced]);
    expect(await ledger.jobs({ limit: 2 })).toMatchObject([
      { idempotency_key: 'd' },
      { idempotency_key: 'c' },
    ]);
  });

  it('tells of its items page by page, twenty at a time, those with a higher number, or in some state', async () => {
    const { ledger } = await clocked();
    const items = Array.from({ length: 22 }, (_, goods) => ({ goods }));
    const { id } = (await ledger.startJob(job({ items }))).job;
    await ledger.claimItem(id);
    const seen = async (...filter: Parameters<typeof ledger.jobItems>) => {
      const { items: page, total } = await ledger.jobItems(...filter);
      return [page.length, page[0]?.number, total];
    };
    expect(await seen(id)).toEqual([20, 1, 22]);
    expect(await seen(id, { page: 2 })).toEqual([2, 21, 22]);
    expect(await seen(id, { after: 20, perPage: 1 })).toEqual([1, 21, 2]);
    expect(await seen(id, { states: ['waiting'] })).toEqual([20, 2, 21]);
  });

  it('is finished once nothing of it waits or is under way, and not while it is paused', async () => {
    const { ledger } = await clocked();
    const { id } = (await ledger.startJob(job({ items: [{ goods: 1 }] }))).job;
    expect(await ledger.finishJob(id)).toMatchObject({ state: 'running' });
    await ledger.claimItem(id);
    expect(await ledger.finishJob(id)).toMatchObject({ state: 'running' });
    expect(await ledger.claimItem(id)).toEqual({ waitMs: expect.any(Number) });
    await ledger.settleItem(id, 1, { refused: error('out_of_stock') });
    await ledger.controlJob(id, 'pause', 'me');
    expect(await ledger.finishJob(id)).toMatchObject({ state: 'paused' });
    await ledger.controlJob(id, 'resume', 'me');
    expect(await ledger.claimItem(id)).toEqual({ over: 'running' });
    expect(await ledger.finishJob(id)).toMatchObject({ state: 'finished' });
  });

  it('is not started while spending is stopped', async () => {
    const { ledger } = await clocked();
    await ledger.stop('me');
    await expect(ledger.startJob(job())).rejects.toMatchObject({ code: 'suspended' });
  });

  it('buys each item as an entry of its own, and counts what became of them', async () => {
    const { ledger } = await clocked();
    const { id } = (await ledger.startJob(job())).job;
    const shop = upstream(delivered);
    for (const state of ['running', 'running', 'running'])
      expect(await buyNext(ledger, id, shop)).toBe(state);
    expect(await ledger.claimItem(id)).toEqual({ over: 'running' });
    expect(await ledger.finishJob(id)).toMatchObject({
      ...{ state: 'finished', spent: '9', counts: { waiting: 0, completed: 3 } },
    });
    const { items } = await ledger.jobItems(id);
    expect(items.map(({ number, state, request }) => [number, state, request])).toEqual([
      [1, 'completed', { goods: 1 }],
      [2, 'completed', { goods: 2 }],
      [3, 'completed', { goods: 3 }],
    ]);
    expect(items.map(({ entry }) => entry?.job_item)).toEqual([1, 2, 3]);
    expect(shop.orders).toHaveLength(3);
    expect(await ledger.verify()).toEqual([]);
  });

  it('never costs more than its limit, which what is under way counts for', async () => {
    const { ledger } = await clocked();
    const { id } = (await ledger.startJob(job({ maxTotal: parseMoney('8.99') }))).job;
    await buyNext(ledger, id);
    await buyNext(ledger, id);
    const shop = upstream(delivered);
    await expect(buyNext(ledger, id, shop)).rejects.toMatchObject({ code: 'over_budget', neverSent: true });
    expect(shop.orders).toEqual([]);
  });
});

it('a job whose rows were deleted buys nothing again when it is started again', async () => {
  const { ledger, path } = await clocked();
  const shop = upstream(delivered);
  await buyNext(ledger, (await ledger.startJob(job())).job.id, shop);
  await byHand(path, 'delete from jobs; delete from job_items');
  await buyNext(ledger, (await ledger.startJob(job())).job.id, shop);
  expect(shop.orders).toHaveLength(1);
});
