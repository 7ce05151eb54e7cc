import { setImmediate } from 'node:timers/promises';
import { StorefrontClient } from '@kamikit/core';
import { byHand } from '@kamikit/ledger/src/testing/store.ts';
import { Agent } from 'undici';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Spender } from '../spender.ts';
import { openShop, PURCHASE, type ShopOptions, TRADE } from '../testing/open-shop.ts';
import type { JobWish } from './job-kinds.ts';

const ITEM = { ...PURCHASE, quantity: 1, max_total: '25' };

/** A job of six cards, and a shop for it. */
async function openJob(changes: Partial<JobWish> = {}, options: ShopOptions = {}) {
  // Every wait is over at once here, and no lease is to be.
  const shop = await openShop({ ...options, ledger: { leaseMs: 1e12, ...options.ledger } });
  const yielding = {
    ...shop.timing,
    async sleep(ms: number, signal?: AbortSignal) {
      await setImmediate();
      await shop.timing.sleep(ms, signal);
    },
  };
  const spender = shop.spenderWith({ timing: yielding });
  const wish = { kind: 'purchase', items: Array.from({ length: 6 }, () => ITEM), max_total: '150' } as const;
  const start = () => spender.startJob({ ...wish, idempotencyKey: 'j', ...changes });
  const charges = () => shop.sandbox.state().storefront.charges.length;
  return { ...shop, timing: yielding, spender, id: (await start()).job.id, start, charges };
}

async function quoteOf(spender: Spender) {
  const wish = { kind: 'purchase', items: [ITEM], max_total: '25', idempotencyKey: 'x' } as const;
  const [priced] = (await spender.priceJob(wish)).quotes;
  if (priced === undefined) throw new TypeError('it has no price');
  return priced.quote;
}

describe('a job', () => {
  it('buys each item once, follows what is pending, and is finished', async () => {
    const { spender, id, charges } = await openJob();
    expect(await spender.runJob(id)).toMatchObject({
      ...{ state: 'finished', items: 6, counts: { waiting: 0, completed: 6 }, spent: '150' },
    });
    expect(charges()).toBe(6);
  });

  it('buys nothing more when it is started or run again', async () => {
    const { spender, id, start, charges } = await openJob();
    const finished = await spender.runJob(id);
    expect(await start()).toEqual({ job: finished, existing: true });
    expect(await spender.runJob(id)).toEqual(finished);
    expect(charges()).toBe(6);
  });

  it('buys nothing anew once its rows are deleted and it is started again', async () => {
    const { spender, id, start, charges, path } = await openJob();
    await spender.runJob(id);
    await byHand(path, 'delete from jobs; delete from job_items');
    const again = await spender.runJob((await start()).job.id);
    expect(again).toMatchObject({ state: 'finished', counts: { waiting: 0 } });
    expect(charges()).toBe(6);
  });

  it('buys each item once, however many run it at once', async () => {
    const { spender, id, charges } = await openJob();
    await Promise.all([1, 2, 3].map(() => spender.runJob(id)));
    expect(charges()).toBe(6);
  });

  it('buys the next one while it looks whether an earlier one is delivered', async () => {
    const { id, sandbox, spenderWith, timing } = await openJob({ concurrency: 2 });
    const fifth = Promise.withResolvers<void>();
    let purchases = 0;
    const agent = new Agent();
    onTestFinished(() => agent.destroy());
    const dispatcher = agent.compose((dispatch) => (request, handler) => {
      if (request.path.endsWith('/purchase') && ++purchases === 5) fifth.resolve();
      if (!request.path.includes('/order/')) return dispatch(request, handler);
      void fifth.promise.then(() => dispatch(request, handler));
      return true;
    });
    const { url: baseUrl, apiKey } = sandbox.storefront;
    const storefront = new StorefrontClient({ apiKey, baseUrl, timing, dispatcher });
    expect(await spenderWith({ storefront, timing }).runJob(id)).toMatchObject({ counts: { completed: 6 } });
  });

  it('asks for nothing beside that look where one at a time is bought: the balance tells of a lost one', async () => {
    const { id, sandbox, spenderWith, timing } = await openJob({ concurrency: 1 });
    const beside: string[] = [];
    let held = 0;
    const agent = new Agent();
    onTestFinished(() => agent.destroy());
    const hold = async () => {
      held += 1;
      for (let turn = 0; turn < 20; turn += 1) await setImmediate();
      held -= 1;
    };
    const dispatcher = agent.compose((dispatch) => (request, handler) => {
      if (!request.path.includes('/order/')) {
        if (held > 0) beside.push(request.path);
        return dispatch(request, handler);
      }
      void hold().then(() => dispatch(request, handler));
      return true;
    });
    const { url: baseUrl, apiKey } = sandbox.storefront;
    const storefront = new StorefrontClient({ apiKey, baseUrl, timing, dispatcher });
    await spenderWith({ storefront, timing }).runJob(id);
    expect(beside).toEqual([]);
  });

  it('of trades goes the same way', async () => {
    const { spender, id, sandbox } = await openJob({
      ...{ kind: 'supplier_trade', items: [TRADE, TRADE], max_total: '27' },
    });
    expect(await spender.runJob(id)).toMatchObject({ state: 'finished', counts: { completed: 2 } });
    expect(sandbox.state().supplier.charges).toHaveLength(2);
  });

  it('with a wrong item is not started, and every wrong one is named', async () => {
    const wrong = { ...ITEM, quantity: 0 };
    const started = openJob({ items: [ITEM, wrong, ITEM, { ...ITEM, max_total: '-1' }] });
    await expect(started).rejects.toMatchObject({
      ...{ code: 'invalid_request', faults: [{ number: 2 }, { number: 4 }] },
      message: expect.stringMatching(/^2 of 4 items are invalid, .*item 2: .*item 4: /),
    });
  });
});

describe('a lost answer', () => {
  it('is found out about before the job is finished, and never sent again', async () => {
    const { spender, sandbox, id, charges } = await openJob({ concurrency: 1 });
    sandbox.addFault({ upstream: 'storefront', operation: 'purchase_async', kind: 'reset_after' });
    const job = await spender.runJob(id);
    expect(job).toMatchObject({ state: 'finished', counts: { waiting: 0, unknown: 0 } });
    expect(charges()).toBe(6);
    expect(job.counts.completed + job.counts.pending).toBe(6);
  });
});

describe('a job stops', () => {
  it('at its limit, leaving what is left for later', async () => {
    const { spender, id, charges } = await openJob({ max_total: '60', concurrency: 1 });
    expect(await spender.runJob(id)).toMatchObject({
      ...{ state: 'stopped', reason: { code: 'over_budget' }, counts: { waiting: 4 } },
    });
    expect(charges()).toBe(2);
  });

  it('and what it bought before comes all the same', async () => {
    const slow = { sandbox: { orderDelayMs: 10_000 } };
    const { spender, id } = await openJob({ max_total: '60', concurrency: 1 }, slow);
    expect(await spender.runJob(id)).toMatchObject({
      ...{ state: 'stopped', counts: { pending: 0, completed: 2, waiting: 4 } },
    });
  });

  it('at the budget of the day', async () => {
    const { spender, id, charges } = await openJob(
      { concurrency: 1 },
      { ledger: { dailyBudget: '80' as never } },
    );
    expect(await spender.runJob(id)).toMatchObject({ state: 'stopped', reason: { code: 'over_budget' } });
    expect(charges()).toBe(3);
  });

  it('at five failures in a row', async () => {
    const { spender, id, charges } = await openJob({
      ...{ items: Array.from({ length: 8 }, () => ({ ...ITEM, goods_id: 999 })), concurrency: 1 },
    });
    expect(await spender.runJob(id)).toMatchObject({
      ...{ state: 'stopped', counts: { refused: 5, waiting: 3 } },
      reason: { message: expect.stringMatching(/^5 items in a row came to nothing; the last: /) },
    });
    expect(charges()).toBe(0);
  });

  it('once spending is stopped, and goes on when the owner resumes both', async () => {
    const { spender, ledger, id, charges } = await openJob({ concurrency: 1 });
    await ledger.stop('me');
    expect(await spender.runJob(id)).toMatchObject({ state: 'stopped', reason: { code: 'suspended' } });
    await ledger.liftStop('me');
    await ledger.controlJob(id, 'resume', 'me');
    expect(await spender.runJob(id)).toMatchObject({ state: 'finished' });
    expect(charges()).toBe(6);
  });
});

describe('a job that needs its owner’s word', () => {
  const asking = { approval: 'owner' as const, concurrency: 1 };

  it('is priced, waits as a whole, and is bought once it is approved', async () => {
    const { spender, ledger, id, charges } = await openJob(asking);
    expect(await spender.runJob(id)).toMatchObject({
      ...{ state: 'awaiting_approval', approval: { total: '150', priced: 6 } },
    });
    expect(charges()).toBe(0);
    await ledger.approveJob(id, 'me');
    expect(await spender.runJob(id)).toMatchObject({ state: 'finished', counts: { completed: 6 } });
    expect(charges()).toBe(6);
  });

  it('reads the price of what is asked for several times once', async () => {
    const { spender, sandbox, id } = await openJob(asking);
    await spender.runJob(id);
    expect(sandbox.state().counts.storefront?.get_stock).toBe(1);
  });

  it.each([
    ['became dearer than approved', { total: '24.99' }],
    ['is another offer by now', { name: 'Another card' }],
  ])('buys nothing that %s, and says so', async (_what, change) => {
    const { spender, ledger, id, charges } = await openJob({ ...asking, items: [ITEM] });
    const asItIs = await quoteOf(spender);
    await ledger.quoteItems(id, [{ number: 1, quote: { ...asItIs, ...(change as object) } }]);
    await ledger.approveJob(id, 'me');
    expect(await spender.runJob(id)).toMatchObject({ state: 'finished', counts: { refused: 1 } });
    expect((await ledger.jobItems(id)).items).toMatchObject([{ error: { code: 'price_changed' } }]);
    expect(charges()).toBe(0);
  });

  it('names what cannot be bought before anybody is asked', async () => {
    const { spender, id } = await openJob({ ...asking, items: [ITEM, { ...ITEM, goods_id: 999 }] });
    expect(await spender.runJob(id)).toMatchObject({
      ...{ approval: { total: '25', priced: 1 }, counts: { refused: 1, waiting: 1 } },
    });
  });

  it('goes by mandates that cover all of it, unasked', async () => {
    const { spender, ledger, id, charges } = await openJob(asking);
    await ledger.addMandate({ per_day: '150' as never }, 'me');
    expect(await spender.runJob(id)).toMatchObject({ state: 'finished', approval: { decided_by: null } });
    expect(charges()).toBe(6);
  });

  it('stops once the mandate is revoked, and says so', async () => {
    let revoke = () => {};
    const shop = await openJob(asking, { onMarkedSent: () => revoke() });
    const { id: mandate } = await shop.ledger.addMandate({ per_day: '150' as never }, 'me');
    revoke = () => void shop.ledger.revokeMandate(mandate, 'me');
    expect(await shop.spender.runJob(shop.id)).toMatchObject({
      ...{ state: 'stopped', reason: { code: 'declined' }, counts: { waiting: 5 } },
    });
    expect(shop.charges()).toBe(1);
  });
});

describe('a dry run', () => {
  it('prices all items and says what cannot be bought, and writes nothing down', async () => {
    const { spender, ledger, charges } = await openJob();
    const before = await ledger.lastEventSeq();
    const items = [ITEM, ITEM, { ...ITEM, goods_id: 999 }, { ...ITEM, max_total: '1' }];
    const priced = await spender.priceJob({ kind: 'purchase', items, max_total: '99', idempotencyKey: 'x' });
    expect(priced).toMatchObject({
      ...{ items: 4, total: '50' },
      refused: [
        { number: 3, refused: { code: 'not_found' } },
        { number: 4, refused: { code: 'price_changed' } },
      ],
    });
    expect(await ledger.lastEventSeq()).toBe(before);
    expect(charges()).toBe(0);
  });
});

describe('pausing', () => {
  it('takes effect between items, and breaks off no send', async () => {
    const shop = await openJob(
      { concurrency: 1 },
      {
        onMarkedSent: () => {
          if (shop.charges() === 0) void shop.ledger.controlJob(shop.id, 'pause', 'me');
        },
      },
    );
    expect(await shop.spender.runJob(shop.id)).toMatchObject({ state: 'paused', counts: { waiting: 5 } });
    expect(shop.charges()).toBe(1);
    await shop.ledger.controlJob(shop.id, 'resume', 'me');
    expect(await shop.spender.runJob(shop.id)).toMatchObject({ state: 'finished' });
    expect(shop.charges()).toBe(6);
  });

  it('a process that ends leaves the job to the others', async () => {
    const controller = new AbortController();
    const { spender, id, charges } = await openJob({ concurrency: 1 });
    const options = { signal: controller.signal, onProgress: () => controller.abort() };
    expect(await spender.runJob(id, options)).toMatchObject({ state: 'running', counts: { waiting: 5 } });
    expect(await spender.runJob(id)).toMatchObject({ state: 'finished' });
    expect(charges()).toBe(6);
  });
});
