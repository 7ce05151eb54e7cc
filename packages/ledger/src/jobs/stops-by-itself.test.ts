import { describe, expect, it } from 'vitest';
import { clocked } from '../testing/clocked.ts';
import { buyNext, error, job } from '../testing/jobs.ts';
import { refusal, upstream } from '../testing/scratch.ts';
import { byHand } from '../testing/store.ts';

const A_DAY = 24 * 60 * 60_000;

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
    ['refused', 'insufficient_balance', 'stopped'],
    ['again', 'possible_duplicate', 'stopped'],
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

  it('at an account that is empty, before it refuses the next item, too', async () => {
    const { ledger } = await clocked();
    const { id } = (await ledger.startJob(job())).job;
    const empty = refusal('insufficient_balance');
    await expect(buyNext(ledger, id, upstream(empty))).rejects.toMatchObject({
      code: 'insufficient_balance',
    });
    expect(await ledger.settleItem(id, 1, { failed: empty })).toBe('stopped');
    expect(await ledger.job(id)).toMatchObject({
      ...{ reason: { code: 'insufficient_balance' }, counts: { refused: 1, waiting: 2 } },
    });
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

  it('not at two shops that ask for pauses: the longer one is kept, and is a minute where none is named', async () => {
    const { ledger, clock } = await clocked();
    const { id } = (await ledger.startJob(job())).job;
    await ledger.claimItem(id);
    await ledger.claimItem(id);
    await ledger.settleItem(id, 1, { again: error('rate_limited') });
    clock.ms += 1000;
    await ledger.settleItem(id, 2, { again: error('rate_limited', 5000) });
    expect(await ledger.claimItem(id)).toEqual({ waitMs: 59_000 });
  });

  it('not for a day at a shop that asks for one, or asked before the clock was set back by one', async () => {
    const { ledger, clock } = await clocked();
    const { id } = (await ledger.startJob(job({ items: [{ goods: 1 }] }))).job;
    const pauses = async (ms: number) => {
      await ledger.claimItem(id);
      await ledger.settleItem(id, 1, { again: error('rate_limited', ms) });
      return ledger.claimItem(id);
    };
    expect(await pauses(A_DAY)).toEqual({ waitMs: 15 * 60_000 });
    clock.ms -= A_DAY;
    // What is asked for after that is kept, too.
    expect(await pauses(5000)).toEqual({ waitMs: 5000 });
    clock.ms += 5000;
    expect(await ledger.claimItem(id)).toMatchObject({ item: { number: 1 } });
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
