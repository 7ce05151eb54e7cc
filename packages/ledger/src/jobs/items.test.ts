import { parseMoney } from '@kamikit/core';
import { describe, expect, it } from 'vitest';
import type { Ledger } from '../index.ts';
import { clocked } from '../testing/clocked.ts';
import { buyNext, error, job } from '../testing/jobs.ts';
import { lostReply, refusal, upstream, wish } from '../testing/scratch.ts';
import { byHand } from '../testing/store.ts';

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
    expect(first).toMatchObject({ item: { number: 1, isNew: true } });
    expect(await ledger.claimItem(id)).toMatchObject({ waitMs: expect.any(Number) });
    clock.ms += 1000;
    expect(await ledger.claimItem(id)).toEqual({ item: { ...Object(first).item, isNew: false } });
  });

  it('of a process that has died is given again at once, however long it meant to hold it', async () => {
    const { ledger, path } = await clocked();
    const { id } = (await ledger.startJob(job({ concurrency: 1 }))).job;
    await ledger.claimItem(id);
    await byHand(path, `update job_items set owner_token = 'another', owner_pid = ${2 ** 22 + 1}`);
    expect(await ledger.claimItem(id)).toMatchObject({ item: { number: 1, isNew: false } });
  });

  it.each([
    ['the shop asked for a pause', 'rate_limited'],
    ['it went wrong once, and was let go of the second time', 'unreachable'],
  ] as const)('is not new once %s', async (_what, code) => {
    const { ledger, clock } = await clocked();
    const { id } = (await ledger.startJob(job({ items: [{ goods: 1 }] }))).job;
    await ledger.claimItem(id);
    await ledger.settleItem(id, 1, { again: error(code, 1000) });
    clock.ms += 1000;
    if (code === 'unreachable') {
      await ledger.claimItem(id);
      await ledger.settleItem(id, 1, { released: true });
    }
    expect(await ledger.claimItem(id)).toMatchObject({ item: { number: 1, isNew: false } });
  });

  it('is not new to whoever finds it claimed, even without a lease', async () => {
    const { ledger, path } = await clocked();
    const { id } = (await ledger.startJob(job())).job;
    await ledger.claimItem(id);
    await byHand(path, 'update job_items set lease_until_ms = 0');
    expect(await ledger.claimItem(id)).toMatchObject({ item: { number: 1, isNew: false } });
  });

  it('that costs nothing is prepared beside those that use up what the job may cost', async () => {
    const { ledger } = await clocked();
    const { id } = (await ledger.startJob(job({ maxTotal: parseMoney(3) }))).job;
    for (const [number, amount] of [
      [1, null],
      [2, parseMoney(3)],
      [3, null],
    ] as const) {
      await ledger.claimItem(id);
      const free = wish({ idempotencyKey: `${number}`, amount, item: { job: id, number } });
      expect(await ledger.prepare(free)).toMatchObject({ entry: { state: 'prepared' } });
    }
    expect(await ledger.job(id)).toMatchObject({ spent: '3', counts: { under_way: 3 } });
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
    const buyer = { name: 'alice', role: 'buyer', daily_budget: null, max_order: null } as const;
    await ledger.addPerson(buyer, 'test');
    await expect(prepare(ledger.as(buyer))).rejects.toThrow(TypeError);
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
    expect(await ledger.job(id)).toMatchObject({
      ...{ state: 'running', counts: { unknown: 1, waiting: 2 }, spent: '3' },
    });
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

  it('that may go better later does not wait for a clock that was set back', async () => {
    const { ledger, clock } = await clocked();
    const { id } = (await ledger.startJob(job({ items: [{ goods: 1 }] }))).job;
    await ledger.claimItem(id);
    await ledger.settleItem(id, 1, { again: error('unreachable') });
    clock.ms -= 24 * 60 * 60_000;
    expect(await ledger.claimItem(id)).toMatchObject({ item: { number: 1 } });
  });

  it('released by a process that ends is free at once', async () => {
    const { ledger } = await clocked();
    const { id } = (await ledger.startJob(job())).job;
    await ledger.claimItem(id);
    await ledger.settleItem(id, 1, { released: true });
    expect(await ledger.claimItem(id)).toMatchObject({ item: { number: 1 } });
  });

  it('that nobody has begun with, or that was settled before, is not settled, nor one that the job does not have', async () => {
    const { ledger } = await clocked();
    const { id } = (await ledger.startJob(job())).job;
    for (const number of [1, 9])
      expect(await ledger.settleItem(id, number, { refused: error('out_of_stock') })).toBe('running');
    expect(await ledger.job(id)).toMatchObject({ counts: { waiting: 3, refused: 0 } });
    await ledger.claimItem(id);
    await ledger.settleItem(id, 1, { refused: error('out_of_stock') });
    await ledger.settleItem(id, 1, { released: true });
    expect(await ledger.job(id)).toMatchObject({ counts: { waiting: 2, refused: 1 } });
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

it('what an item came to counts for its job whoever settles it', async () => {
  const { ledger } = await clocked();
  const { id } = (await ledger.startJob(job())).job;
  await expect(buyNext(ledger, id, upstream(refusal()))).rejects.toMatchObject({ code: 'out_of_stock' });
  await ledger.settleItem(id, 1, { failed: refusal() });
  expect(await ledger.job(id)).toMatchObject({ counts: { refused: 1 }, spent: '0' });
});
