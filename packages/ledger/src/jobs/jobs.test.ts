import { KamikitError, parseMoney } from '@kamikit/core';
import { describe, expect, it } from 'vitest';
import type { Ledger, NewJob } from '../index.ts';
import { clocked, MINUTE_MS } from '../testing/clocked.ts';
import { delivered, lostReply, refusal, upstream, wish } from '../testing/scratch.ts';
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
  code: 'out_of_stock' | 'rate_limited' | 'unreachable' | 'over_budget',
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

  it('comes too late a day after it was priced', async () => {
    const { ledger, id, clock } = await asked({ items: [{ goods: 1 }] });
    await ledger.quoteItems(id, [quote(1, '3')]);
    clock.ms += 24 * 60 * MINUTE_MS;
    await expect(ledger.approveJob(id, 'me')).rejects.toMatchObject({ code: 'timeout' });
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
});

it('what an item came to counts for its job whoever settles it', async () => {
  const { ledger } = await clocked();
  const { id } = (await ledger.startJob(job())).job;
  await expect(buyNext(ledger, id, upstream(refusal()))).rejects.toMatchObject({ code: 'out_of_stock' });
  await ledger.settleItem(id, 1, { failed: refusal() });
  expect(await ledger.job(id)).toMatchObject({ counts: { refused: 1 }, spent: '0' });
});
