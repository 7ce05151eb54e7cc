import { parseMoney } from '@kamikit/core';
import type { Job, Ledger, Person, Wish } from '@kamikit/ledger';
import { describe, expect, it } from 'vitest';
import { ITEM, openJob } from '../testing/open-job.ts';
import { runJob } from './run-job.ts';

const mistake = async () => {
  throw new TypeError('no such thing');
};

describe('a run of a job', () => {
  it('is not begun for a kind that this version does not know', async () => {
    const { ledger, parts } = await openJob();
    const gift = { kind: 'gift', items: [{}], maxTotal: parseMoney(1), idempotencyKey: 'g' };
    const { job } = await ledger.startJob(gift);
    await expect(runJob(job.id, {}, parts)).rejects.toMatchObject({ code: 'invalid_request' });
  });

  it('prices nothing once that is cancelled', async () => {
    const { run } = await openJob({ wish: { approval: 'owner' } });
    await expect(run({ signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('prices nothing that nobody has to allow', async () => {
    const { run } = await openJob({ wish: { items: [ITEM] }, instead: () => ({ unpricedItems: mistake }) });
    expect(await run()).toMatchObject({ state: 'finished' });
  });

  it('claims nothing of one that does not run', async () => {
    const { run, ledger, job } = await openJob({ instead: () => ({ claimItem: mistake }) });
    await ledger.controlJob(job.id, 'pause', 'me');
    expect(await run()).toMatchObject({ state: 'paused', counts: { waiting: 4 } });
  });

  it('holds each item of one that its owner allowed to that word', async () => {
    const wishes: Wish[] = [];
    const { run, ledger, job } = await openJob({
      wish: { items: [ITEM], approval: 'owner' },
      instead: () => ({
        async execute(wish) {
          wishes.push(wish);
          return mistake();
        },
      }),
    });
    await run();
    await ledger.approveJob(job.id, 'me');
    await expect(run()).rejects.toThrow('no such thing');
    expect(wishes).toMatchObject([{ approval: { quote: { total: '25' } } }]);
  });

  it('asks for the owner’s word where whoever runs it needs that', async () => {
    const { run, charges } = await openJob();
    expect(await run({ approval: 'owner' })).toMatchObject({
      ...{ state: 'stopped', reason: { code: 'declined' } },
    });
    expect(charges()).toBe(0);
  });

  it('tells of each item that it settled', async () => {
    const { run } = await openJob({ wish: { items: [ITEM, ITEM] } });
    let told = 0;
    const onProgress = () => {
      told += 1;
    };
    await run({ onProgress });
    // Once more when it looked for what is open.
    expect(told).toBe(3);
  });

  it('buys for whoever started it', async () => {
    const { shop, parts } = await openJob();
    const alice: Person = { name: 'alice', role: 'buyer', daily_budget: null, max_order: null };
    await shop.ledger.addPerson(alice, 'test');
    const wish = { kind: 'purchase', items: [ITEM], max_total: '25', idempotencyKey: 'j' } as const;
    const { job } = await shop.spender.as(alice).startJob(wish);
    await runJob(job.id, {}, parts);
    expect((await shop.ledger.list()).entries).toMatchObject([{ person: 'alice' }]);
  });

  it.each<[string, string, string, number]>([
    ['more', '30', '60', 2],
    ['less', '60', '30', 1],
  ])('goes by the limits that an issuer’s person had on resuming: %s', async (_, first, then, charged) => {
    const limited = (daily: string): Person => ({
      ...{ name: 'alice@https://issuer.example', role: 'buyer', max_order: null },
      daily_budget: parseMoney(daily),
    });
    let claims = 0;
    const { shop, parts } = await openJob({
      instead: (ledger) => ({
        async claimItem(id: string) {
          claims += 1;
          // While somebody works on it.
          if (claims === 2) await resumed(ledger, id);
          return ledger.claimItem(id);
        },
      }),
    });
    const wish = {
      kind: 'purchase',
      items: [ITEM, ITEM, ITEM],
      max_total: '75',
      idempotencyKey: 'j',
    } as const;
    const { job } = await shop.spender.as(limited(first)).startJob({ ...wish, concurrency: 1 });
    async function resumed(ledger: Ledger, id: string) {
      await ledger.as(limited(then)).controlJob(id, 'pause', 'test');
      await ledger.as(limited(then)).controlJob(id, 'resume', 'test');
    }
    expect(await runJob(job.id, {}, parts)).toMatchObject({
      state: 'stopped',
      reason: { code: 'over_budget' },
    });
    expect(shop.sandbox.state().storefront.charges).toHaveLength(charged);
  });
});

describe('what was bought', () => {
  /** How the job stands whenever the next item is claimed. */
  const atEachClaim = (stood: Job['counts'][]) => (ledger: Ledger) => ({
    async claimItem(id: string) {
      const job = await ledger.job(id);
      if (job !== null) stood.push(job.counts);
      return ledger.claimItem(id);
    },
  });

  it('is looked at two items later, while the others are bought', async () => {
    const stood: Job['counts'][] = [];
    const { run } = await openJob({ instead: atEachClaim(stood) });
    await run();
    expect(stood.map(({ completed, pending }) => `${completed} + ${pending}`)).toEqual([
      ...['0 + 0', '0 + 1', '0 + 2', '1 + 2', '2 + 2'],
    ]);
  });

  it('is found out about before the next item, where its answer was lost', async () => {
    const stood: Job['counts'][] = [];
    const { run, shop } = await openJob({ instead: atEachClaim(stood) });
    shop.sandbox.addFault({ upstream: 'storefront', operation: 'purchase_async', kind: 'reset_after' });
    await run();
    expect(stood.slice(0, 2)).toMatchObject([{ waiting: 4 }, { waiting: 3, unknown: 0, pending: 1 }]);
  });

  it('is followed for minutes at the end of a job', async () => {
    const { run } = await openJob({ shop: { sandbox: { orderDelayMs: 120_000 } } });
    expect(await run()).toMatchObject({ state: 'finished', counts: { pending: 0, completed: 4 } });
  });

  it('is followed for less than that once the job has stopped by itself', async () => {
    const slow = { sandbox: { orderDelayMs: 120_000 } };
    const { run } = await openJob({ wish: { max_total: '60' }, shop: slow });
    expect(await run()).toMatchObject({ state: 'stopped', counts: { pending: 2, waiting: 2 } });
  });

  it('is not followed once somebody paused the job', async () => {
    const { run } = await openJob({
      instead: (ledger) => ({
        async settleItem(id, ...settled) {
          await ledger.settleItem(id, ...settled);
          return (await ledger.controlJob(id, 'pause', 'me')).state;
        },
      }),
    });
    expect(await run()).toMatchObject({ state: 'paused', counts: { pending: 1, waiting: 3 } });
  });
});

describe('a process that ends', () => {
  it('leaves what it has bought to be followed by others', async () => {
    const { run } = await openJob({ wish: { items: [ITEM] } });
    const ending = new AbortController();
    const left = await run({ signal: ending.signal, onProgress: () => ending.abort() });
    expect(left).toMatchObject({ state: 'running', counts: { waiting: 0, pending: 1 } });
    expect(await run()).toMatchObject({ state: 'finished', counts: { completed: 1 } });
  });

  it('does not wait for its turn any more', async () => {
    const ending = new AbortController();
    const waits = async () => ({ waitMs: 60_000 });
    const { run, charges } = await openJob({
      ...{ instead: () => ({ claimItem: waits }), onSleep: () => ending.abort() },
    });
    expect(await run({ signal: ending.signal })).toMatchObject({ state: 'running' });
    expect(charges()).toBe(0);
  });
});

describe('waiting for the next item', () => {
  it('looks every five seconds whether there is anything to wait for', async () => {
    const waits = [60_000, 100];
    const pauses: number[] = [];
    const { run } = await openJob({
      instead: (ledger) => ({
        async claimItem(id) {
          const waitMs = waits.shift();
          return waitMs === undefined ? ledger.claimItem(id) : { waitMs };
        },
      }),
      onSleep: (ms) => pauses.push(ms),
    });
    expect(await run()).toMatchObject({ state: 'finished' });
    expect(pauses.slice(0, 2)).toEqual([5000, 100]);
  });
});

describe('a mistake in the program', () => {
  it('while an item is claimed ends the run', async () => {
    const { run } = await openJob({ instead: () => ({ claimItem: mistake }) });
    await expect(run()).rejects.toThrow('no such thing');
  });

  it('while it is settled ends the run', async () => {
    const { run } = await openJob({ instead: () => ({ settleItem: mistake }) });
    await expect(run()).rejects.toThrow('no such thing');
  });

  it('while waiting ends the run', async () => {
    const broken = () => {
      throw new TypeError('no clock');
    };
    const { run } = await openJob({
      ...{ instead: () => ({ claimItem: async () => ({ waitMs: 1 }) }), onSleep: broken },
    });
    await expect(run()).rejects.toThrow('no clock');
  });

  it.each([1, 2])('while an earlier order is looked at ends the run: %d at once', async (concurrency) => {
    let looks = 0;
    const items = Array.from({ length: 6 }, () => ITEM);
    const { run } = await openJob({
      wish: { items, max_total: '150', concurrency },
      instead: (ledger) => ({
        async get(id) {
          looks += 1;
          return looks === 1 ? mistake() : ledger.get(id);
        },
      }),
    });
    await expect(run()).rejects.toThrow('no such thing');
  });
});
