import { KamikitError, parseMoney } from '@kamikit/core';
import { describe, expect, it } from 'vitest';
import type { Ledger, NewJob, Role } from '../index.ts';
import { clocked, MINUTE_MS } from '../testing/clocked.ts';
import { delivered, lostReply, refusal, scratchFolder, upstream, wish } from '../testing/scratch.ts';
import { byHand } from '../testing/store.ts';

function job(changes: Partial<NewJob> = {}): NewJob {
  const items = [{ goods: 1 }, { goods: 2 }, { goods: 3 }];
  return { kind: 'purchase', idempotencyKey: 'j', items, maxTotal: parseMoney(9), ...changes };
}

/** Takes the next item through the ledger, as whoever runs a job does. */
async function buyNext(ledger: Ledger, id: string, shop = upstream(delivered)) {
  const claim = await ledger.claimItem(id);
  if (!('item' in claim)) return claim;
  const { number, request, idempotencyKey } = claim.item;
  await ledger.execute(wish({ request, idempotencyKey, item: { job: id, number } }), shop.send);
  return ledger.settleItem(id, number, { done: true });
}

const error = (
  code: 'out_of_stock' | 'rate_limited' | 'unreachable' | 'over_budget' | 'duplicate_in_progress',
  retryAfterMs?: number,
) => new KamikitError('it went wrong', { code, outcome: 'not_committed', neverSent: true, retryAfterMs });

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
    ['nothing to spend', { maxTotal: parseMoney(0) }],
  ])('is refused with %s', async (_what, changes) => {
    const { ledger } = await clocked();
    await expect(ledger.startJob(job(changes))).rejects.toMatchObject({ code: 'invalid_request' });
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

describe('an item', () => {
  it('is given to one at a time, and to no more than may be under way at once', async () => {
    const { ledger, open } = await clocked();
    const { id } = (await ledger.startJob(job({ concurrency: 2 }))).job;
    const other = await open();
    expect(await ledger.claimItem(id)).toMatchObject({ item: { number: 1 } });
    expect(await other.claimItem(id)).toMatchObject({ item: { number: 2 } });
    expect(await other.claimItem(id)).toMatchObject({ waitMs: expect.any(Number) });
  });

  it('of a process that is gone is given again, under the same key', async () => {
    const { ledger, clock } = await clocked({ leaseMs: 1000 });
    const { id } = (await ledger.startJob(job({ concurrency: 1 }))).job;
    const first = await ledger.claimItem(id);
    expect(await ledger.claimItem(id)).toMatchObject({ waitMs: expect.any(Number) });
    clock.ms += 1000;
    expect(await ledger.claimItem(id)).toEqual(first);
  });

  it('is not prepared by whoever has not claimed it, nor once its job is paused', async () => {
    const { ledger } = await clocked();
    const { id } = (await ledger.startJob(job())).job;
    const unclaimed = wish({ idempotencyKey: 'x', item: { job: id, number: 1 } });
    await expect(ledger.prepare(unclaimed)).rejects.toMatchObject({ code: 'cancelled', neverSent: true });
    await ledger.claimItem(id);
    await ledger.controlJob(id, 'pause', 'me');
    await expect(ledger.prepare(unclaimed)).rejects.toMatchObject({ code: 'cancelled', neverSent: true });
    await ledger.controlJob(id, 'resume', 'me');
    expect(await ledger.prepare(unclaimed)).toMatchObject({ existing: false });
  });

  it('is not prepared by a process that does not hold it, nor changed, nor by somebody else', async () => {
    const { ledger, path } = await clocked();
    const { id } = (await ledger.startJob(job())).job;
    await ledger.claimItem(id);
    const prepare = (on: Ledger, number = 1) =>
      on.prepare(wish({ idempotencyKey: 'x', item: { job: id, number } }));
    const alice = ledger.as({ name: 'alice', role: 'buyer', daily_budget: null, max_order: null });
    await expect(prepare(alice)).rejects.toThrow();
    await expect(prepare(ledger, 9)).rejects.toMatchObject({ code: 'cancelled' });
    await byHand(path, `update job_items set request = '{"goods":9}' where number = 1`);
    await expect(prepare(ledger)).rejects.toMatchObject({ code: 'suspended', neverSent: true });
    await byHand(path, "update job_items set owner_token = 'another' where number = 1");
    await expect(prepare(ledger)).rejects.toMatchObject({ code: 'cancelled' });
    expect((await ledger.list()).total).toBe(0);
  });

  it('refused before there was an entry says why, and is not begun again', async () => {
    const { ledger } = await clocked();
    const { id } = (await ledger.startJob(job())).job;
    await ledger.claimItem(id);
    await ledger.settleItem(id, 1, { refused: error('out_of_stock') });
    expect((await ledger.jobItems(id, { states: ['refused'] })).items).toMatchObject([
      { number: 1, state: 'refused', entry: null, error: { code: 'out_of_stock' } },
    ]);
    expect(await ledger.claimItem(id)).toMatchObject({ item: { number: 2 } });
  });

  it('whose answer was lost is unknown, and stays so until it is reconciled', async () => {
    const { ledger } = await clocked();
    const { id } = (await ledger.startJob(job())).job;
    await expect(buyNext(ledger, id, upstream(lostReply()))).rejects.toMatchObject({ outcome: 'unknown' });
    await ledger.settleItem(id, 1, { failed: lostReply() });
    expect(await ledger.job(id)).toMatchObject({ counts: { unknown: 1, waiting: 2 }, spent: '3' });
  });

  it('that may go better later is begun again, ever later, five times at most', async () => {
    const { ledger, clock } = await clocked();
    const { id } = (await ledger.startJob(job({ items: [{ goods: 1 }] }))).job;
    for (const waitMs of [1000, 2000, 4000, 8000]) {
      await ledger.claimItem(id);
      expect(await ledger.settleItem(id, 1, { again: error('unreachable') })).toBe('running');
      expect(await ledger.claimItem(id)).toEqual({ waitMs });
      clock.ms += waitMs;
    }
    await ledger.claimItem(id);
    expect(await ledger.settleItem(id, 1, { again: error('unreachable') })).toBe('stopped');
    expect(await ledger.job(id)).toMatchObject({ counts: { refused: 1 }, reason: { code: 'unreachable' } });
  });

  it('released by a process that ends is free at once', async () => {
    const { ledger } = await clocked();
    const { id } = (await ledger.startJob(job())).job;
    await ledger.claimItem(id);
    await ledger.settleItem(id, 1, { released: true });
    expect(await ledger.claimItem(id)).toMatchObject({ item: { number: 1 } });
  });

  it('that another process has by now is not settled by the one that had it', async () => {
    const { ledger, path } = await clocked();
    const { id } = (await ledger.startJob(job())).job;
    await ledger.claimItem(id);
    await byHand(path, "update job_items set owner_token = 'another' where number = 1");
    await ledger.settleItem(id, 1, { refused: error('out_of_stock') });
    expect(await ledger.job(id)).toMatchObject({ counts: { refused: 0, under_way: 1 } });
  });
});

describe('a job stops by itself', () => {
  it('but not once it was paused meanwhile', async () => {
    const { ledger } = await clocked();
    const { id } = (await ledger.startJob(job())).job;
    await ledger.claimItem(id);
    await ledger.controlJob(id, 'pause', 'me');
    expect(await ledger.settleItem(id, 1, { stop: error('over_budget') })).toBe('paused');
  });

  it('and not because another process has an item, however often', async () => {
    const { ledger, clock } = await clocked();
    const { id } = (await ledger.startJob(job({ items: [{ goods: 1 }] }))).job;
    for (let time = 0; time < 6; time += 1) {
      await ledger.claimItem(id);
      expect(await ledger.settleItem(id, 1, { again: error('duplicate_in_progress') })).toBe('running');
      clock.ms += 1000;
    }
    expect(await ledger.job(id)).toMatchObject({ counts: { waiting: 1 } });
  });

  it('at five failures in a row, and says why', async () => {
    const { ledger } = await clocked();
    const items = Array.from({ length: 9 }, (_, goods) => ({ goods }));
    const { id } = (await ledger.startJob(job({ items }))).job;
    const fail = async (number: number) => {
      await ledger.claimItem(id);
      return ledger.settleItem(id, number, { refused: error('out_of_stock') });
    };
    for (const number of [1, 2, 3, 4]) expect(await fail(number)).toBe('running');
    // One that goes well begins the row anew.
    expect(await buyNext(ledger, id)).toBe('running');
    for (const number of [6, 7, 8]) expect(await fail(number)).toBe('running');
    await ledger.controlJob(id, 'pause', 'me');
    await ledger.controlJob(id, 'resume', 'me');
    expect(await fail(9)).toBe('running');
  });

  it.each([
    ['refused', 'out_of_stock', 'stopped'],
    ['again', 'unreachable', 'stopped'],
    ['refused', 'duplicate_in_progress', 'stopped'],
    ['again', 'duplicate_in_progress', 'running'],
  ] as const)('after five items in a row that ended in %s, %s: %s', async (outcome, code, state) => {
    const { ledger } = await clocked();
    const items = Array.from({ length: 6 }, (_, goods) => ({ goods }));
    const { id } = (await ledger.startJob(job({ items }))).job;
    for (const number of [1, 2, 3, 4, 5]) {
      expect(await ledger.claimItem(id)).toMatchObject({ item: { number } });
      const ended = error(code);
      const now = await ledger.settleItem(
        id,
        number,
        outcome === 'again' ? { again: ended } : { refused: ended },
      );
      expect(now).toBe(number < 5 ? 'running' : state);
    }
  });

  it('at a budget, leaving the item for later', async () => {
    const { ledger } = await clocked();
    const { id } = (await ledger.startJob(job())).job;
    await ledger.claimItem(id);
    expect(await ledger.settleItem(id, 1, { stop: error('over_budget') })).toBe('stopped');
    expect(await ledger.job(id)).toMatchObject({ reason: { code: 'over_budget' }, counts: { waiting: 3 } });
    expect(await ledger.claimItem(id)).toEqual({ over: 'stopped' });
    expect(await ledger.controlJob(id, 'resume', 'me')).toMatchObject({ state: 'running', reason: null });
    expect(await ledger.claimItem(id)).toMatchObject({ item: { number: 1 } });
  });

  it('not at a shop that asks for a pause, which all processes keep', async () => {
    const { ledger, clock, open } = await clocked();
    const { id } = (await ledger.startJob(job({ items: [{ goods: 1 }] }))).job;
    const other = await open();
    for (let time = 0; time < 6; time += 1) {
      expect(await ledger.claimItem(id)).toMatchObject({ item: { number: 1 } });
      expect(await ledger.settleItem(id, 1, { again: error('rate_limited', 5000) })).toBe('running');
      expect(await other.claimItem(id)).toEqual({ waitMs: 5000 });
      clock.ms += 5000;
    }
  });

  it('when a hand at the file raises its limit or changes what it buys', async () => {
    for (const change of [
      "update jobs set max_total = '1000'",
      `update job_items set request = '{"goods":9}'`,
    ]) {
      const { ledger, path } = await clocked();
      const { id } = (await ledger.startJob(job())).job;
      await byHand(path, change);
      await expect(ledger.claimItem(id)).rejects.toMatchObject({ code: 'suspended' });
    }
  });
});

describe('the owner’s word', () => {
  const QUOTED = { name: 'A card', specification: null, quantity: 1, account: 'shop', good: '12/34' };
  const quote = (number: number, total: string) => ({
    number,
    quote: { ...QUOTED, total: parseMoney(total) },
  });

  async function asked(changes: Partial<NewJob> = {}) {
    const shop = await clocked();
    const { id } = (await shop.ledger.startJob(job({ needsWord: true, ...changes }))).job;
    return { ...shop, id };
  }

  it('is asked for once all is priced, and given for the job as a whole', async () => {
    const { ledger, id } = await asked();
    expect(await ledger.job(id)).toMatchObject({ state: 'awaiting_approval', approval: { total: null } });
    expect(await ledger.claimItem(id)).toEqual({ over: 'awaiting_approval' });
    await expect(ledger.approveJob(id, 'me')).rejects.toMatchObject({ code: 'awaiting_approval' });
    expect(await ledger.unpricedItems(id, 2)).toMatchObject([{ number: 1 }, { number: 2 }]);
    await ledger.quoteItems(id, [quote(1, '3'), { number: 2, refused: error('out_of_stock') }]);
    const priced = await ledger.quoteItems(id, [quote(3, '3')]);
    expect(priced).toMatchObject({ approval: { total: '6', priced: 2 }, counts: { refused: 1, waiting: 2 } });
    expect(await ledger.openJobs()).toEqual([]);
    const approved = await ledger.approveJob(id, 'me');
    expect(approved).toMatchObject({ state: 'running', approval: { decided_by: 'me' } });
    expect(await ledger.approveJob(id, 'another')).toEqual(approved);
    expect(await buyNext(ledger, id)).toBe('running');
    expect(await ledger.verify()).toEqual([]);
  });

  it('holds each item to its quoted price', async () => {
    const { ledger, id } = await asked({ items: [{ goods: 1 }] });
    await ledger.quoteItems(id, [quote(1, '2.99')]);
    await ledger.approveJob(id, 'me');
    const shop = upstream(delivered);
    await expect(buyNext(ledger, id, shop)).rejects.toMatchObject({ code: 'price_changed', neverSent: true });
    expect(shop.orders).toEqual([]);
  });

  it('is not asked for where mandates cover all of it, and needed once they no longer do', async () => {
    const { ledger, id } = await asked({ items: [{ goods: 1 }, { goods: 2 }] });
    const { id: mandate } = await ledger.addMandate({ per_day: parseMoney(6) }, 'me');
    const covered = await ledger.quoteItems(id, [quote(1, '3'), quote(2, '3')]);
    expect(covered).toMatchObject({ state: 'running', approval: { decided_by: null } });
    const wished = { evidence: { account: 'shop' }, good: '12/34', approval: { quote: {} } };
    const next = async () => {
      const claim = await ledger.claimItem(id);
      if (!('item' in claim)) throw new TypeError('nothing to claim');
      const { request, idempotencyKey, number } = claim.item;
      return ledger.prepare(wish({ ...wished, request, idempotencyKey, item: { job: id, number } }));
    };
    expect(await next()).toMatchObject({ entry: { state: 'prepared', mandate } });
    await ledger.revokeMandate(mandate, 'me');
    await expect(next()).rejects.toMatchObject({ code: 'declined', neverSent: true });
  });

  it('is asked for where mandates have no room for all of it together', async () => {
    const { ledger, id } = await asked({ items: [{ goods: 1 }, { goods: 2 }] });
    await ledger.addMandate({ per_day: parseMoney('5.99') }, 'me');
    const priced = await ledger.quoteItems(id, [quote(1, '3'), quote(2, '3')]);
    expect(priced).toMatchObject({ state: 'awaiting_approval' });
  });

  it('comes too late a day after it was priced, and not before', async () => {
    const { ledger, id, clock } = await asked({ items: [{ goods: 1 }] });
    await ledger.quoteItems(id, [quote(1, '3')]);
    expect(await ledger.job(id)).toMatchObject({
      approval: { until: '2026-11-21T12:00:00+08:00', decided_by: null, decided_at: null },
    });
    const { id: other } = (await ledger.startJob(job({ idempotencyKey: 'other', needsWord: true }))).job;
    await ledger.quoteItems(other, [quote(1, '3'), quote(2, '3'), quote(3, '3')]);
    clock.ms += 24 * 60 * MINUTE_MS - 1;
    expect(await ledger.approveJob(other, 'me')).toMatchObject({
      approval: { decided_by: 'me', decided_at: '2026-11-21T11:59:59+08:00' },
    });
    clock.ms += 1;
    await expect(ledger.approveJob(id, 'me')).rejects.toMatchObject({ code: 'timeout', neverSent: true });
  });

  it('holds for no more than the job may cost, to the last cent', async () => {
    const { ledger, id } = await asked({ items: [{ goods: 1 }], maxTotal: parseMoney(3) });
    await ledger.quoteItems(id, [quote(1, '3.01')]);
    await expect(ledger.approveJob(id, 'me')).rejects.toMatchObject({
      ...{ code: 'over_budget', neverSent: true },
    });
    const fitting = job({ idempotencyKey: 'other', needsWord: true, items: [{}], maxTotal: parseMoney(3) });
    const { id: other } = (await ledger.startJob(fitting)).job;
    await ledger.quoteItems(other, [quote(1, '3')]);
    expect(await ledger.approveJob(other, 'me')).toMatchObject({ state: 'running' });
    expect((await ledger.timeline(other)).slice(1)).toMatchObject([
      { action: 'job priced', detail: { total: '3' } },
      { action: 'job approved', detail: { by: 'me', total: '3' } },
    ]);
  });

  it('is asked for at the first price of each item: later ones change nothing, nor those of a job that runs', async () => {
    const { ledger, id } = await asked();
    await ledger.quoteItems(id, [quote(1, '1')]);
    await ledger.quoteItems(id, [quote(1, '2'), quote(2, '1'), quote(3, '1')]);
    await ledger.quoteItems(id, [quote(1, '2')]);
    expect(await ledger.job(id)).toMatchObject({ approval: { total: '3', priced: 3 } });
    const { id: running } = (await ledger.startJob(job({ idempotencyKey: 'other' }))).job;
    expect(await ledger.quoteItems(running, [quote(1, '1')])).toMatchObject({ state: 'running' });
    expect((await ledger.jobItems(running)).items[0]).toMatchObject({ quote: null });
  });

  it('is asked for no item that a hand at the file has changed', async () => {
    const { ledger, id, path } = await asked();
    await byHand(path, `update job_items set request = '{"goods":9}' where number = 1`);
    await expect(ledger.quoteItems(id, [quote(1, '1')])).rejects.toMatchObject({ code: 'suspended' });
  });

  it.each([
    ['starts it without a word', "update jobs set state = 'running'"],
    ['says that it was given', "update jobs set state = 'running', decided_by = 'me'"],
    ['needs no word any more', "update jobs set state = 'running', needs_word = 0"],
  ])('is not to be had from a hand at the file that %s', async (_what, change) => {
    const { ledger, id, path } = await asked();
    await byHand(path, change);
    await expect(ledger.claimItem(id)).rejects.toMatchObject({ code: 'suspended' });
    expect(await ledger.verify()).toMatchObject([
      { what: expect.stringContaining('was changed from outside') },
    ]);
  });

  it('holds for no item whose price a hand at the file has raised', async () => {
    const { ledger, id, path } = await asked();
    await ledger.quoteItems(id, [quote(1, '2'), quote(2, '2'), quote(3, '2')]);
    await ledger.approveJob(id, 'me');
    await byHand(path, `update job_items set quote = replace(quote, '"2"', '"3"')`);
    await expect(ledger.claimItem(id)).rejects.toMatchObject({ code: 'suspended' });
    expect(await ledger.verify()).toMatchObject([
      { what: expect.stringMatching(/^3 items .* were changed/) },
    ]);
  });

  it('is not asked for what nothing of can be bought', async () => {
    const { ledger, id } = await asked({ items: [{ goods: 1 }] });
    const refused = error('out_of_stock');
    expect(await ledger.quoteItems(id, [{ number: 1, refused }])).toMatchObject({ state: 'finished' });
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

describe('the owner', () => {
  it('pauses, resumes and cancels, once or more often', async () => {
    const { ledger } = await clocked();
    const { id } = (await ledger.startJob(job())).job;
    for (const [action, state] of [
      ['pause', 'paused'],
      ['pause', 'paused'],
      ['resume', 'running'],
      ['cancel', 'cancelled'],
      ['cancel', 'cancelled'],
    ] as const)
      expect(await ledger.controlJob(id, action, 'me')).toMatchObject({ state });
    await expect(ledger.controlJob(id, 'resume', 'me')).rejects.toMatchObject({ code: 'invalid_request' });
    expect(await ledger.claimItem(id)).toEqual({ over: 'cancelled' });
    expect(await ledger.finishJob(id)).toMatchObject({ state: 'cancelled' });
  });

  it('asking for a job that is not there hears so', async () => {
    const { ledger } = await clocked();
    expect(await ledger.job('none')).toBeNull();
    await expect(ledger.controlJob('none', 'pause', 'me')).rejects.toMatchObject({ code: 'not_found' });
    await expect(ledger.claimItem('none')).rejects.toMatchObject({ code: 'not_found' });
  });

  it('may have a hand in everybody’s jobs, and whoever buys in their own alone', async () => {
    const { ledger } = await clocked();
    const somebody = async (name: string, role: Role) => {
      const person = { name, role, daily_budget: null, max_order: null };
      await ledger.addPerson(person, 'test');
      return ledger.as(person);
    };
    const [alice, bob] = [await somebody('alice', 'buyer'), await somebody('bob', 'buyer')];
    const owner = await somebody('carol', 'owner');
    const { id } = (await alice.startJob(job())).job;
    await expect(bob.controlJob(id, 'pause', 'bob')).rejects.toMatchObject({ code: 'not_found' });
    expect(await bob.findJob('j')).toBeNull();
    expect(await ledger.findJob('j')).toBeNull();
    expect(await alice.findJob('j')).toMatchObject({ id, person: { name: 'alice' } });
    expect(await alice.controlJob(id, 'pause', 'alice')).toMatchObject({ state: 'paused' });
    expect(await owner.controlJob(id, 'cancel', 'carol')).toMatchObject({ state: 'cancelled' });
  });
});

it('what an item came to counts for its job whoever settles it', async () => {
  const { ledger } = await clocked();
  const { id } = (await ledger.startJob(job())).job;
  await expect(buyNext(ledger, id, upstream(refusal()))).rejects.toMatchObject({ code: 'out_of_stock' });
  await ledger.settleItem(id, 1, { failed: refusal() });
  expect(await ledger.job(id)).toMatchObject({ counts: { refused: 1 }, spent: '0' });
});
