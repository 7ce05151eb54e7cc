import { parseMoney } from '@kamikit/core';
import { describe, expect, it } from 'vitest';
import type { NewJob, Role } from '../index.ts';
import { clocked, MINUTE_MS } from '../testing/clocked.ts';
import { buyNext, error, job } from '../testing/jobs.ts';
import { delivered, upstream, wish } from '../testing/scratch.ts';
import { byHand } from '../testing/store.ts';

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
    await expect(ledger.approveJob(id, 'me')).rejects.toMatchObject({
      ...{ code: 'awaiting_approval', neverSent: true, retryable: true },
    });
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
    clock.ms += 1;
    expect(await ledger.quoteItems(id, [quote(1, '3')])).toMatchObject({
      approval: { until: '2026-11-21T12:00:00+08:00' },
    });
    expect(await ledger.timeline(id)).toHaveLength(2);
    clock.ms += 24 * 60 * MINUTE_MS - 2;
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

  it('is not asked for an item that was refused before it was priced, nor for one that the job does not have', async () => {
    const { ledger, id } = await asked();
    await ledger.quoteItems(id, [{ number: 2, refused: error('out_of_stock') }, quote(9, '1')]);
    await ledger.quoteItems(id, [quote(2, '5'), quote(1, '1'), quote(3, '1')]);
    expect(await ledger.job(id)).toMatchObject({
      approval: { total: '2', priced: 2 },
      counts: { refused: 1 },
    });
  });

  it('is an owner’s, and not that of whoever may only buy', async () => {
    const { ledger, id } = await asked({ items: [{ goods: 1 }] });
    await ledger.quoteItems(id, [quote(1, '3')]);
    const somebody = async (name: string, role: Role) => {
      const person = { name, role, daily_budget: null, max_order: null };
      await ledger.addPerson(person, 'test');
      return ledger.as(person);
    };
    const [alice, carol] = [await somebody('alice', 'buyer'), await somebody('carol', 'owner')];
    await expect(alice.approveJob(id, 'alice')).rejects.toMatchObject({ code: 'read_only' });
    expect(await carol.approveJob(id, 'carol')).toMatchObject({ approval: { decided_by: 'carol' } });
  });

  it('is not needed for a price that has risen since, where mandates still cover it', async () => {
    const { ledger, id } = await asked({ items: [{ goods: 1 }] });
    await ledger.addMandate({ max_order: parseMoney(9) }, 'me');
    await ledger.quoteItems(id, [quote(1, '2.99')]);
    await ledger.claimItem(id);
    const wished = { evidence: { account: 'shop' }, good: '12/34', approval: { quote: {} } };
    expect(await ledger.prepare(wish({ ...wished, item: { job: id, number: 1 } }))).toMatchObject({
      entry: { state: 'prepared', amount: '3' },
    });
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
