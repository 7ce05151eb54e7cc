import { KamikitError } from '@kamikit/core';
import type { ItemState, JobItem, LedgerEntry } from '@kamikit/ledger';
import { describe, expect, it } from 'vitest';
import { partsOf } from '../parts.ts';
import { openShop, PURCHASE } from '../testing/open-shop.ts';
import {
  AT_MOST_MS,
  AT_MOST_ONCE_STOPPED_MS,
  look,
  lookAtUnknown,
  settleOpenItems,
} from './settle-open-items.ts';

const ITEM = { ...PURCHASE, quantity: 1, max_total: '25' };

/** What a test says of a job, and what happens at each question about it. */
interface Shown {
  entries?: ReadonlyArray<LedgerEntry | null>;
  open?: Partial<Record<ItemState, number>>;
  isGone?: boolean;
  onPage?: () => void;
  onGet?: () => void;
  onSleep?: () => void;
}

/** A job whose items and counts are what is shown; `seen`: which pages, entries and pauses were asked for. */
async function openJob(shown: Shown = {}) {
  const shop = await openShop({ sandbox: { orderDelayMs: 3_600_000 } });
  const { ledger, spender, timing, storefront, sandbox } = shop;
  const wish = { kind: 'purchase', items: [ITEM], max_total: '25', idempotencyKey: 'j' } as const;
  const { job } = await spender.startJob(wish);
  const seen = {
    pages: [] as unknown[],
    pauses: [] as number[],
    looks: [] as string[],
    doubts: [] as string[],
  };
  const asking: typeof ledger = {
    ...ledger,
    job: async () => (shown.isGone ? null : { ...job, counts: { ...job.counts, ...shown.open } }),
    async jobItems(_id, options = {}) {
      seen.pages.push(options);
      shown.onPage?.();
      const { after = 0, perPage = 0 } = options;
      const items = (shown.entries ?? []).map((entry, index) => itemOf(index + 1, entry));
      return { items: items.slice(after, after + perPage), total: items.length, page: 1, per_page: perPage };
    },
    async get(id) {
      seen.looks.push(id);
      shown.onGet?.();
      return ledger.get(id);
    },
    async reconcile(id, reconciler) {
      seen.doubts.push(id);
      return ledger.reconcile(id, reconciler);
    },
  };
  const waiting = {
    ...timing,
    async sleep(ms: number, signal?: AbortSignal) {
      seen.pauses.push(ms);
      shown.onSleep?.();
      await timing.sleep(ms, signal);
    },
  };
  const parts = partsOf({ ledger: asking, timing: waiting, storefront });
  return {
    ...{ ...shop, parts, seen },
    /** An entry whose order is not delivered yet. */
    pending: () => spender.purchase(PURCHASE, { idempotencyKey: 'pending' }),
    /** An entry whose answer was lost. */
    async unknown() {
      sandbox.addFault({ upstream: 'storefront', operation: 'purchase_async', kind: 'reset_after' });
      await Promise.allSettled([spender.purchase(ITEM, { idempotencyKey: 'unknown' })]);
      const entry = await ledger.find('purchase', 'unknown');
      if (entry === null) throw new TypeError('there is no entry');
      return entry;
    },
    settle: (atMostMs: number, options: { signal?: AbortSignal; onProgress?: () => void } = {}) =>
      settleOpenItems(job.id, { ...options, atMostMs }, parts),
  };
}

const itemOf = (number: number, entry: LedgerEntry | null): JobItem => ({
  ...{ number, state: 'pending', request: {}, quote: null, entry, error: null },
});

const empty = (length: number) => Array.from({ length }, () => null);

describe('what is open of a job', () => {
  it('is not looked at by whoever ends', async () => {
    const { settle, seen } = await openJob();
    await settle(1000, { signal: AbortSignal.abort() });
    expect(seen).toEqual({ pages: [], pauses: [], looks: [], doubts: [] });
  });

  it('is looked at once where nothing is', async () => {
    const { settle, seen } = await openJob();
    await settle(1000);
    expect([seen.pages.length, seen.pauses]).toEqual([1, []]);
  });

  it('is nothing where the job is gone', async () => {
    const { settle, seen } = await openJob({ isGone: true });
    await settle(1000);
    expect(seen.pauses).toEqual([]);
  });

  it.each([{ unknown: 1 }, { pending: 1 }, { unknown: 1, pending: 1 }])(
    'is looked at ever more rarely, as long as there is time: %j',
    async (open) => {
      const { settle, seen } = await openJob({ open });
      await settle(100_000);
      expect(seen.pauses).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
      expect(seen.pages).toHaveLength(9);
    },
  );

  it.each([
    [499, []],
    [500, [500]],
  ])('is looked at for %d ms and no longer', async (atMostMs, pauses) => {
    const { settle, seen, pass } = await openJob({ open: { pending: 1 } });
    await pass(5000);
    await settle(atMostMs);
    expect(seen.pauses).toEqual(pauses);
  });

  it.each([
    ['ten minutes', AT_MOST_MS, 600_000],
    ['half a minute once the job has stopped', AT_MOST_ONCE_STOPPED_MS, 30_000],
  ])('is looked at for %s', async (_what, atMostMs, longest) => {
    const { settle, seen } = await openJob({ open: { pending: 1 } });
    await settle(atMostMs);
    const waited = seen.pauses.reduce((sum, pause) => sum + pause, 0);
    expect(waited).toBeGreaterThan(longest / 2);
    expect(waited).toBeLessThanOrEqual(longest);
  });

  it('is told of after each look', async () => {
    const { settle } = await openJob({ open: { pending: 1 } });
    let told = 0;
    await settle(500, { onProgress: () => (told += 1) });
    expect(told).toBe(2);
  });

  it.each([
    [99, [0]],
    [100, [0, 100]],
    [250, [0, 100, 200]],
  ])('is read a hundred items at a time: of %d', async (count, afters) => {
    const { settle, seen } = await openJob({ entries: empty(count) });
    await settle(1000);
    const states = ['unknown', 'pending'];
    expect(seen.pages).toEqual(afters.map((after) => ({ after, perPage: 100, states })));
  });

  it('is each of them looked at', async () => {
    const entries: LedgerEntry[] = [];
    const { settle, seen, pending, unknown } = await openJob({ entries });
    entries.push(await pending(), await unknown());
    await settle(1000);
    expect(new Set(seen.looks)).toEqual(new Set(entries.map(({ id }) => id)));
  });

  it('is not looked at any more by whoever ends meanwhile', async () => {
    const ending = new AbortController();
    const entries: LedgerEntry[] = [];
    const { settle, seen, pending } = await openJob({ entries, onPage: () => ending.abort() });
    entries.push(await pending());
    await settle(1000, { signal: ending.signal });
    expect(seen.looks).toEqual([]);
  });

  it('is waited for no longer by whoever ends meanwhile', async () => {
    const ending = new AbortController();
    const { settle, seen } = await openJob({ open: { pending: 1 }, onSleep: () => ending.abort() });
    await settle(1000, { signal: ending.signal });
    expect(seen).toMatchObject({ pauses: [500], pages: [{ after: 0 }] });
  });

  it('is not waited for where waiting itself fails', async () => {
    const broken = () => {
      throw new TypeError('no clock');
    };
    const { settle } = await openJob({ open: { pending: 1 }, onSleep: broken });
    await expect(settle(1000)).rejects.toThrow('no clock');
  });
});

describe('a look at an entry', () => {
  it('that nobody knows the outcome of finds out about it', async () => {
    const { parts, unknown, ledger } = await openJob();
    const entry = await unknown();
    expect(entry.state).toBe('unknown');
    await look(entry, undefined, parts);
    expect(await ledger.get(entry.id)).toMatchObject({ state: 'pending' });
  });

  it('that is not delivered yet asks for it once, and waits for nothing', async () => {
    const { parts, pending, ledger, seen, sandbox, pass } = await openJob();
    const entry = await pending();
    await look(entry, undefined, parts);
    expect([sandbox.state().counts.storefront?.get_order, seen.pauses, seen.doubts]).toEqual([1, [], []]);
    expect(await ledger.get(entry.id)).toMatchObject({ state: 'pending' });
    await pass(3_600_000);
    await look(entry, undefined, parts);
    expect(await ledger.get(entry.id)).toMatchObject({ state: 'completed' });
  });

  it.each(['pending', 'unknown'] as const)('that is %s asks nobody once that is cancelled', async (state) => {
    const { parts, requests, ledger, ...opened } = await openJob();
    const entry = await opened[state]();
    const before = requests();
    await look(entry, AbortSignal.abort(), parts);
    expect([requests(), await ledger.get(entry.id)]).toMatchObject([before, { state }]);
  });

  it('leaves what cannot be looked at as it is', async () => {
    const { pending, ledger, timing } = await openJob();
    const entry = await pending();
    await look(entry, undefined, partsOf({ ledger, timing }));
    expect(await ledger.get(entry.id)).toMatchObject({ state: 'pending' });
  });

  it('tells of a mistake in the program', async () => {
    const broken = () => {
      throw new TypeError('no such thing');
    };
    const { parts, pending, unknown } = await openJob({ onGet: broken });
    await expect(look(await pending(), undefined, parts)).rejects.toThrow('no such thing');
    await expect(look(await unknown(), undefined, parts)).rejects.toThrow('no such thing');
  });
});

describe('an item that has just failed', () => {
  const failed = (outcome: 'unknown' | 'not_committed', entryId?: string) =>
    new KamikitError('No.', { code: 'outcome_unknown', outcome, ...(entryId !== undefined && { entryId }) });

  it('is looked at where nobody knows what became of it', async () => {
    const { parts, unknown, ledger } = await openJob();
    const { id } = await unknown();
    await lookAtUnknown(failed('unknown', id), undefined, parts);
    expect(await ledger.get(id)).toMatchObject({ state: 'pending' });
  });

  it('is not looked at where that is known, or where there is no entry', async () => {
    const { parts, unknown, seen } = await openJob();
    const { id } = await unknown();
    await lookAtUnknown(failed('not_committed', id), undefined, parts);
    await lookAtUnknown(failed('unknown'), undefined, parts);
    expect(seen.looks).toEqual([]);
  });

  it('stays as it is where nobody waits for it any more', async () => {
    const { parts, unknown, ledger, requests } = await openJob();
    const { id } = await unknown();
    const before = requests();
    await lookAtUnknown(failed('unknown', id), AbortSignal.abort(), parts);
    expect([requests(), await ledger.get(id)]).toMatchObject([before, { state: 'unknown' }]);
  });
});
