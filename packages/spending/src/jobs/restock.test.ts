import { setImmediate } from 'node:timers/promises';
import { parseMoney } from '@kamikit/core';
import { describe, expect, it } from 'vitest';
import { createSpender } from '../index.ts';
import { openShop, type Shop, type ShopOptions } from '../testing/open-shop.ts';
import { readShelf } from './restock-item.ts';

/** The supplier's SKU 11, at 13.5 yuan a piece. */
const LINE = { sku_id: 11, floor: 5, target: 8, max_price: '13.5', stock: 3 };
/** One that a person delivers. */
const BY_HAND = { ...LINE, sku_id: 101, max_price: '15' };
const MANDATE = { per_day: parseMoney(500) };

interface Options extends ShopOptions {
  mandate?: object | null;
}

async function openRestock({ mandate = MANDATE, ...options }: Options = {}) {
  const opened = await openShop({ ...options, ledger: { leaseMs: 1e12, ...options.ledger } });
  // Every wait is over at once here; whoever waits for another must let it go on.
  const timing = {
    ...opened.timing,
    async sleep(ms: number, signal?: AbortSignal) {
      await setImmediate();
      await opened.timing.sleep(ms, signal);
    },
  };
  const shop = { ...opened, spender: opened.spenderWith({ timing }) };
  if (mandate !== null) await shop.ledger.addMandate(mandate, 'me');
  const wishFor = (items: readonly object[], key = 'r') => ({
    ...{ kind: 'restock' as const, items, max_total: '400', idempotencyKey: key },
  });
  return {
    ...shop,
    price: (items: readonly object[]) => shop.spender.priceJob(wishFor(items)),
    start: async (items: readonly object[], key?: string) => {
      const { job } = await shop.spender.startJob(wishFor(items, key));
      return job;
    },
    async run(items: readonly object[], key?: string) {
      const { job } = await shop.spender.startJob(wishFor(items, key));
      return shop.spender.runJob(job.id);
    },
    trades: () => shop.sandbox.state().supplier.trades.map(({ quantity }) => quantity),
  };
}

const reasons = async ({ ledger }: Pick<Shop, 'ledger'>, id: string) =>
  (await ledger.jobItems(id)).items.map(({ state, error }) => [state, error?.code ?? null]);

describe('a restock', () => {
  it('buys up to the target what is below its floor, and leaves the rest alone', async () => {
    const { run, trades, sandbox } = await openRestock();
    const good = { goods_id: 1, sub_id: 11, floor: 5, target: 6, max_price: '25', stock: 4 };
    const job = await run([LINE, { ...LINE, sku_id: 21, stock: 5 }, good]);
    expect(job).toMatchObject({ state: 'finished', counts: { completed: 2, enough: 1 } });
    expect(trades()).toEqual([5]);
    expect(sandbox.state().storefront.orders).toMatchObject([{ quantity: 2 }]);
  });

  it('run twice, or again under another key, buys once', async () => {
    const { run, trades } = await openRestock();
    const first = await run([LINE]);
    expect(await run([LINE])).toEqual(first);
    expect(await run([LINE], 'another')).toMatchObject({ state: 'finished', counts: { enough: 1 } });
    expect(trades()).toEqual([5]);
  });

  it('under two keys at once buys once', async () => {
    const { spender, start, trades } = await openRestock();
    const jobs = [await start([LINE], 'a'), await start([LINE], 'b')];
    for (const { id } of jobs) await spender.quoteJob(id);
    await Promise.all(jobs.map(({ id }) => spender.runJob(id)));
    expect(trades()).toEqual([5]);
  });

  it('counts an earlier order that is not delivered yet as stock on its way', async () => {
    const { run, trades } = await openRestock();
    expect(await run([BY_HAND])).toMatchObject({ counts: { pending: 1 } });
    expect(await run([{ ...BY_HAND, stock: 0 }], 'the next day')).toMatchObject({ counts: { enough: 1 } });
    expect(trades()).toEqual([5]);
  });

  it('counts an earlier order whose answer was lost as stock on its way', async () => {
    const { run, trades, sandbox } = await openRestock();
    sandbox.addFault({ upstream: 'supplier', operation: 'trade', kind: 'reset_after' });
    sandbox.addFault({ upstream: 'supplier', operation: 'query', kind: 'status', status: 500, times: 1e6 });
    expect(await run([LINE])).toMatchObject({ counts: { unknown: 1 } });
    expect(await run([{ ...LINE, stock: 0 }], 'the next day')).toMatchObject({ counts: { enough: 1 } });
    expect(trades()).toEqual([5]);
  });

  it('buys again once what it bought is marked as used', async () => {
    const { ledger, run, trades, spender } = await openRestock();
    const { id } = await run([LINE]);
    const [item] = (await ledger.jobItems(id)).items;
    await spender.markCards(item?.entry?.id ?? '', { used: true });
    await run([LINE], 'the next day');
    expect(trades()).toEqual([5, 5]);
  });

  it('buys nothing above its highest price, nor what there is too little of, and says so', async () => {
    const shop = await openRestock();
    const { id } = await shop.run([
      { ...LINE, max_price: '13.49' },
      { ...LINE, sku_id: 12, max_price: '1000', target: 100_000 },
      { ...LINE, sku_id: 999 },
    ]);
    expect(await reasons(shop, id)).toEqual([
      ['refused', 'price_changed'],
      ['refused', 'out_of_stock'],
      ['refused', 'not_found'],
    ]);
    expect(shop.trades()).toEqual([]);
  });

  it('buys nothing that no mandate covers, and never asks', async () => {
    const shop = await openRestock({ mandate: { per_day: parseMoney(500), goods: ['11'] } });
    const { id, state } = await shop.run([LINE, { ...LINE, sku_id: 12, max_price: '1000' }]);
    expect(state).toBe('finished');
    expect(await reasons(shop, id)).toEqual([
      ['completed', null],
      ['refused', 'declined'],
    ]);
    expect(await shop.ledger.askedJobs()).toEqual([]);
  });

  it('buys nothing once its mandate is revoked, though it had begun', async () => {
    const shop = await openRestock({ mandate: null });
    const { id: mandate } = await shop.ledger.addMandate(MANDATE, 'me');
    const { id } = await shop.start([LINE]);
    await shop.spender.quoteJob(id);
    await shop.ledger.revokeMandate(mandate, 'me');
    await shop.spender.runJob(id);
    expect(await reasons(shop, id)).toEqual([['refused', 'declined']]);
    expect(shop.trades()).toEqual([]);
  });

  it('goes on with smaller items where one is over a limit', async () => {
    const shop = await openRestock({ ledger: { maxOrderTotal: parseMoney(60) } });
    const { id } = await shop.run([LINE, { ...LINE, sku_id: 21, stock: 4, target: 5, max_price: '60' }]);
    expect(await reasons(shop, id)).toEqual([
      ['refused', 'over_budget'],
      ['completed', null],
    ]);
  });

  it('told what it would buy buys nothing, and names the mandate that is missing', async () => {
    const { price, trades, ledger } = await openRestock({ mandate: { max_order: parseMoney(70) } });
    const priced = await price([
      LINE,
      { ...LINE, sku_id: 21, stock: 6 },
      { ...LINE, sku_id: 12, max_price: '1000' },
    ]);
    expect(priced).toMatchObject({
      ...{ items: 3, total: '67.5', quotes: [{ number: 1, quote: { quantity: 5, total: '67.5' } }] },
      enough: [{ number: 2, quote: { restocks: { shelf: 6, held: 0 } } }],
      refused: [{ number: 3, refused: { code: 'declined' } }],
    });
    expect(trades()).toEqual([]);
    expect(await ledger.jobs()).toEqual([]);
  });
});

describe('the stock', () => {
  it.each([
    ['of one specification of a good', 'goods:1/11', ({ storefront }: Shop) => storefront.getStock(1)],
    ['of a good in all specifications', 'goods:1', ({ storefront }: Shop) => storefront.getStock(1)],
  ])('is read at the storefront: %s', async (_what, stock, read) => {
    const shop = await openRestock();
    const { subs } = await read(shop);
    const asked = stock === 'goods:1' ? subs : subs.filter(({ sub_id }) => sub_id === 11);
    const left = asked.reduce((sum, sub) => sum + (sub.stock ?? 0), 0);
    const priced = await shop.price([{ ...LINE, stock, floor: left, target: left }]);
    expect(priced.enough).toMatchObject([{ quote: { restocks: { shelf: left, held: 0 } } }]);
  });

  it('is that of unused cards of a type, used ones and others apart', async () => {
    const { cards, price } = await openRestock();
    const { codes } = await cards.generate({ card_type: 'count', uses: 1, count: 3 });
    await cards.generate({ card_type: 'point', points: 10, points_per_use: 1, count: 2 });
    await cards.use(codes[0] ?? '');
    const { quotes } = await price([{ ...LINE, stock: 'cards:count', floor: 3, target: 3 }]);
    expect(quotes).toMatchObject([{ quote: { quantity: 1, restocks: { shelf: 2 } } }]);
  });

  it('that is no number is no empty shelf', async () => {
    const { price } = await openRestock();
    const { refused } = await price([{ ...LINE, stock: 'goods:1/999' }]);
    expect(refused).toMatchObject([{ refused: { code: 'invalid_request' } }]);
  });

  it('of an upstream that is not configured keeps only its own item from being bought', async () => {
    const { ledger, supplier, timing } = await openRestock();
    const spender = createSpender({ ledger, supplier, timing });
    const wish = { kind: 'restock', max_total: '400', idempotencyKey: 'r' } as const;
    const items = [
      { ...LINE, stock: 'cards:count' },
      { ...LINE, sku_id: 21, max_price: '60', target: 5 },
    ];
    const { quotes, refused } = await spender.priceJob({ ...wish, items });
    expect([quotes.length, refused]).toMatchObject([1, [{ number: 1, refused: { code: 'config_invalid' } }]]);
  });

  it.each(['ledger', 'goods:1', 'goods:1/2', 'cards:time'])('may be %s', (stock) => {
    expect(readShelf(stock)).not.toBeNull();
  });

  it.each(['', 'few', 'goods:', 'goods:1/', 'goods:1/2/3', 'cards:', 'cards:gold', '-1'])(
    'is not %j',
    (stock) => {
      expect(readShelf(stock)).toBeNull();
    },
  );
});

it.each([
  ['neither a SKU nor a good', { sku_id: undefined }, 'it needs a sku_id, or a goods_id and a sub_id'],
  ['a good without its specification', { sku_id: undefined, goods_id: 1 }, 'it needs a sku_id, or'],
  ['both a SKU and a good', { goods_id: 1, sub_id: 1 }, 'it needs a sku_id, or'],
  ['a target below its floor', { target: 4 }, 'target is below floor'],
  ['no stock', { stock: undefined }, 'stock: expected a number or ledger or goods:ID/SUB or'],
  ['a stock that is no place', { stock: 'few' }, 'stock: expected a number or ledger'],
  ['a price of nothing', { max_price: '0' }, 'max_price: expected an amount above 0 in yuan'],
  ['the quantity of an order', { quantity: 1 }, '“quantity” is unknown'],
])('a line with %s is wrong', async (_what, changes, said) => {
  const { start } = await openRestock();
  await expect(
    start([
      { ...LINE, sku_id: 12 },
      { ...LINE, ...changes },
    ]),
  ).rejects.toMatchObject({
    ...{ code: 'invalid_request', faults: [{ number: 2, what: expect.stringContaining(said) }] },
  });
});

it('numbers may be text, as tables have them, and nothing is listed twice', async () => {
  const { start } = await openRestock();
  const asText = { sku_id: '11', floor: '5', target: '8', max_price: '13.5', stock: '3' };
  expect(await start([asText])).toMatchObject({ items: 1 });
  await expect(start([asText, LINE], 'b')).rejects.toMatchObject({
    faults: [{ number: 2, what: 'the same as item 1' }],
  });
});
