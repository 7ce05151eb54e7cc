import { type Money, parseMoney } from '@kamikit/core';
import { describe, expect, it } from 'vitest';
import { partsOf } from '../parts.ts';
import { openShop, PURCHASE } from '../testing/open-shop.ts';
import type { JobWish } from './job-kinds.ts';
import { type PricingOptions, priceForOwner, priceJob } from './price-job.ts';

const ITEM = { ...PURCHASE, quantity: 1, max_total: '25' };
const NO_SUCH = { ...ITEM, goods_id: 999 };
const LINE = { sku_id: 11, floor: 5, target: 8, max_price: '13.5', stock: 3 };

const many = (count: number) => Array.from({ length: count }, () => ITEM);

async function openPricing() {
  const shop = await openShop();
  const { ledger, storefront, supplier, cards, timing } = shop;
  const parts = partsOf({ ledger, storefront, supplier, cards, timing });
  const progress: Array<[priced: number, items: number]> = [];
  const onProgress = (...told: [number, number]) => void progress.push(told);
  const wish = (items: readonly object[], kind: JobWish['kind'] = 'purchase') => {
    return { kind, items, max_total: '1000', idempotencyKey: 'j' };
  };
  const allow = (terms: { per_day?: Money; max_order?: Money; goods?: string[] }) =>
    ledger.addMandate(terms, 'me');
  return {
    ...{ ...shop, parts, progress, allow },
    priceJob: (items: readonly object[], kind?: JobWish['kind'], options: PricingOptions = {}) =>
      priceJob(wish(items, kind), { onProgress, ...options }, parts),
    /** Prices a job that has been started and awaits its owner. */
    async priceForOwner(items: readonly object[], options: PricingOptions = {}) {
      const { job } = await shop.spender.startJob({ ...wish(items), approval: 'owner' });
      return priceForOwner(job, { onProgress, ...options }, parts);
    },
  };
}

const numbers = (items: ReadonlyArray<{ number: number }>) => items.map(({ number }) => number);

describe('what a job would cost', () => {
  it('is the sum of what can be bought, beside what cannot', async () => {
    const { priceJob, progress } = await openPricing();
    const { items, total, quotes, refused, enough } = await priceJob([ITEM, NO_SUCH, ITEM]);
    expect([items, total, numbers(quotes), numbers(refused), enough]).toEqual([3, '50', [1, 3], [2], []]);
    expect(refused).toMatchObject([{ refused: { code: 'not_found' } }]);
    expect(progress).toEqual([[3, 3]]);
  });

  it.each([
    [50, [[50, 50]]],
    [
      51,
      [
        [50, 51],
        [51, 51],
      ],
    ],
  ])('is told of every fifty items: of %d', async (count, told) => {
    const { priceJob, progress } = await openPricing();
    const { quotes } = await priceJob(many(count));
    expect(numbers(quotes)).toEqual(Array.from({ length: count }, (_, index) => index + 1));
    expect(progress).toEqual(told);
  });

  it('needs no mandate, unless it restocks', async () => {
    const { priceJob } = await openPricing();
    expect(await priceJob([ITEM])).toMatchObject({ total: '25', refused: [] });
    expect(await priceJob([LINE], 'restock')).toMatchObject({
      ...{ total: '0', quotes: [], refused: [{ number: 1, refused: { code: 'declined' } }], enough: [] },
    });
  });

  it('names in order what nobody sells and what no mandate covers, and apart what there is enough of', async () => {
    const { priceJob, allow } = await openPricing();
    await allow({ goods: ['11'], per_day: parseMoney(100) });
    const priced = await priceJob(
      [
        { ...LINE, sku_id: 21, max_price: '1000' },
        { ...LINE, sku_id: 999 },
        LINE,
        { ...LINE, sku_id: 12, max_price: '1000' },
        { ...LINE, sku_id: 13, stock: 5 },
      ],
      'restock',
    );
    expect(priced.refused).toMatchObject([
      { number: 1, refused: { code: 'declined' } },
      { number: 2, refused: { code: 'not_found' } },
      { number: 4, refused: { code: 'declined' } },
    ]);
    expect([numbers(priced.quotes), numbers(priced.enough)]).toEqual([[3], [5]]);
    expect(priced.total).toBe('67.5');
  });

  it('is not asked for a wish that is none, nor once that is cancelled', async () => {
    const { priceJob, requests } = await openPricing();
    await expect(priceJob([{}])).rejects.toMatchObject({ code: 'invalid_request' });
    const cancelled = priceJob([ITEM], 'purchase', { signal: AbortSignal.abort() });
    await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
    expect(requests()).toBe(0);
  });

  it('is told to nobody who does not ask', async () => {
    const { priceJob } = await openPricing();
    expect(await priceJob([ITEM], 'purchase', { onProgress: undefined })).toMatchObject({ total: '25' });
  });
});

describe('a job that its owner is to be asked about', () => {
  it('is priced fifty items at a time, until nobody has to', async () => {
    const { priceForOwner, progress } = await openPricing();
    expect(await priceForOwner([...many(50), NO_SUCH])).toMatchObject({
      ...{ state: 'awaiting_approval', approval: { priced: 50, total: '1250' }, counts: { refused: 1 } },
    });
    expect(progress).toEqual([
      [50, 51],
      [51, 51],
      [51, 51],
    ]);
  });

  it('is not looked at again once mandates cover it', async () => {
    const { priceForOwner, progress, allow } = await openPricing();
    await allow({ per_day: parseMoney(100) });
    expect(await priceForOwner(many(2))).toMatchObject({ state: 'running' });
    expect(progress).toEqual([[2, 2]]);
  });

  it('stays as it is once that is cancelled', async () => {
    const { priceForOwner } = await openPricing();
    const controller = new AbortController();
    const options = { signal: controller.signal, onProgress: () => controller.abort() };
    expect(await priceForOwner(many(51), options)).toMatchObject({ approval: { priced: 50, total: null } });
  });

  it('is not begun once that is cancelled', async () => {
    const { priceForOwner, requests } = await openPricing();
    const cancelled = priceForOwner([ITEM], { signal: AbortSignal.abort() });
    await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
    expect(requests()).toBe(0);
  });

  it('is told of to nobody who does not ask', async () => {
    const { priceForOwner } = await openPricing();
    expect(await priceForOwner([ITEM], { onProgress: undefined })).toMatchObject({ approval: { priced: 1 } });
  });

  it('is of a kind that this version knows', async () => {
    const { spender, parts } = await openPricing();
    const wish = { kind: 'purchase', items: [ITEM], max_total: '25', idempotencyKey: 'j' } as const;
    const { job } = await spender.startJob({ ...wish, approval: 'owner' });
    const priced = priceForOwner({ ...job, kind: 'gift' }, {}, parts);
    await expect(priced).rejects.toThrow(new TypeError('no job is of the kind gift'));
  });
});
