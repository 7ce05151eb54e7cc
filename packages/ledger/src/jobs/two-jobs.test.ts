import { parseMoney } from '@kamikit/core';
import { describe, expect, it } from 'vitest';
import { clocked } from '../testing/clocked.ts';
import { buyNext, error, job } from '../testing/jobs.ts';

const GOODS = { name: 'A card', specification: null, quantity: 1, account: 'shop', good: '12/34' };
const quote = (number: number) => ({ number, quote: { ...GOODS, total: parseMoney(3) } });

describe('two jobs beside each other', () => {
  it('have items, a limit and an end of their own', async () => {
    const { ledger } = await clocked();
    const limited = { items: [{ goods: 1 }], maxTotal: parseMoney(3), concurrency: 1 };
    const { id: one } = (await ledger.startJob(job({ ...limited, idempotencyKey: 'one' }))).job;
    const { id: two } = (await ledger.startJob(job({ ...limited, idempotencyKey: 'two' }))).job;
    expect((await ledger.jobItems(one)).total).toBe(1);
    // What the other has under way takes no place here.
    expect(await ledger.claimItem(two)).toMatchObject({ item: { number: 1 } });
    expect(await buyNext(ledger, one)).toBe('running');
    expect(await ledger.job(one)).toMatchObject({ spent: '3', counts: { completed: 1, under_way: 0 } });
    expect(await ledger.job(two)).toMatchObject({ spent: '0', counts: { completed: 0, under_way: 1 } });
    expect(await ledger.finishJob(one)).toMatchObject({ state: 'finished' });
    expect(await ledger.finishJob(two)).toMatchObject({ state: 'running' });
  });

  it('are each given items of their own, though the other’s wait as well', async () => {
    const { ledger } = await clocked();
    const { id: one } = (await ledger.startJob(job({ idempotencyKey: 'one' }))).job;
    const { id: two } = (await ledger.startJob(job({ idempotencyKey: 'two', items: [{ goods: 9 }] }))).job;
    expect(await ledger.claimItem(two)).toMatchObject({ item: { request: { goods: 9 } } });
    expect(await ledger.claimItem(two)).not.toHaveProperty('item');
    expect(await ledger.claimItem(one)).toMatchObject({ item: { request: { goods: 1 } } });
  });

  it('await a word each, once all of their own items are priced', async () => {
    const { ledger } = await clocked();
    const items = [{ goods: 1 }, { goods: 2 }];
    const ask = async (idempotencyKey: string) =>
      (await ledger.startJob(job({ idempotencyKey, items, needsWord: true }))).job.id;
    const [one, two] = [await ask('one'), await ask('two')];
    expect(await ledger.unpricedItems(one, 9)).toHaveLength(2);
    expect(await ledger.askedJobs()).toEqual([]);
    await ledger.quoteItems(one, [quote(1), quote(2)]);
    expect(await ledger.askedJobs()).toEqual([one]);
    await ledger.approveJob(one, 'me');
    expect(await ledger.askedJobs()).toEqual([]);
    expect(await ledger.job(two)).toMatchObject({ state: 'awaiting_approval', counts: { waiting: 2 } });
  });

  it('lose to a missing mandate no items but their own', async () => {
    const { ledger } = await clocked();
    const start = async (idempotencyKey: string) =>
      (await ledger.startJob(job({ idempotencyKey, needsWord: 'by mandate' }))).job.id;
    const [one, two] = [await start('one'), await start('two')];
    const refused = { number: 3, refused: error('out_of_stock') };
    expect(await ledger.quoteItems(one, [quote(1), quote(2), refused])).toMatchObject({
      ...{ state: 'finished', counts: { refused: 3 } },
    });
    expect(await ledger.job(two)).toMatchObject({ counts: { waiting: 3 } });
  });
});
