import { describe, expect, it } from 'vitest';
import { ITEM, openJob } from '../testing/open-job.ts';

describe('a run of a job that has a turn', () => {
  it('ends with it, looks for nothing that is open, and goes on with the next', async () => {
    const turn = new AbortController();
    const { run, charges, shop } = await openJob({ shop: { sandbox: { orderDelayMs: 120_000 } } });
    const looked = () => shop.sandbox.state().counts.storefront?.get_order ?? 0;
    const later = { state: 'running', counts: { pending: 1, waiting: 3 } };
    expect(await run({ turn: turn.signal, onProgress: () => turn.abort() })).toMatchObject(later);
    expect([charges(), looked()]).toEqual([1, 0]);
    expect(await run({ turn: AbortSignal.abort() })).toMatchObject(later);
    expect(await run()).toMatchObject({ state: 'finished', counts: { completed: 4 } });
  });

  it('ends with it also while it looks for what is open', async () => {
    const { run } = await openJob({ wish: { items: [ITEM] }, shop: { sandbox: { orderDelayMs: 120_000 } } });
    const turn = new AbortController();
    let told = 0;
    const onProgress = () => {
      told += 1;
      if (told === 2) turn.abort();
    };
    const later = { state: 'running', counts: { pending: 1 } };
    expect(await run({ turn: turn.signal, onProgress })).toMatchObject(later);
    expect([told, await run()]).toMatchObject([2, { state: 'finished' }]);
  });

  it('ends with it while it is priced, too', async () => {
    const items = Array.from({ length: 51 }, () => ITEM);
    const { run } = await openJob({ wish: { items, max_total: '2000', approval: 'owner' } });
    const turn = AbortSignal.abort();
    expect(await run({ turn })).toMatchObject({ approval: { priced: 50, until: null } });
    expect(await run()).toMatchObject({ approval: { priced: 51, until: expect.any(String) } });
  });
});
