import { type ErrorCode, KamikitError } from '@kamikit/core';
import { describe, expect, it, vi } from 'vitest';
import { partsOf } from '../parts.ts';
import { openShop, PURCHASE, TRADE } from '../testing/open-shop.ts';
import type { JobKind } from './job-kinds.ts';
import { pricer } from './price-items.ts';

const ITEM = { ...PURCHASE, quantity: 1, mode: 'async' };
const LINE = { sku_id: 11, floor: 1, target: 2, max_price: '13.5', stock: 0 };
const GOOD = { goods_id: 1, sub_id: 11, floor: 1, target: 2, max_price: '25', stock: 0 };

async function openPricer(kind: JobKind, signal?: AbortSignal) {
  const { ledger, storefront, supplier, cards, timing, sandbox } = await openShop();
  const price = pricer(kind, signal, partsOf({ ledger, storefront, supplier, cards, timing }));
  const readings = () => sandbox.state().counts.storefront?.get_stock ?? 0;
  return { storefront, supplier, price, readings };
}

/** The same once the storefront answers every question for a price with this error. */
async function failingPricer(error: Error, kind: JobKind = 'purchase') {
  const opened = await openPricer(kind);
  const asked = vi.spyOn(opened.storefront, 'getStock').mockRejectedValue(error);
  return { ...opened, asked };
}

const withCode = (code: ErrorCode) => new KamikitError('No.', { code, outcome: 'not_committed' });

describe('the price of an item', () => {
  it('of a purchase is what the storefront asks, by whose account, and of which good', async () => {
    const { price, storefront } = await openPricer('purchase');
    expect(await price([{ number: 7, request: ITEM }])).toEqual([
      {
        number: 7,
        quote: {
          ...{ total: '25', quantity: 1, account: storefront.account, good: '1/11' },
          ...{ name: expect.any(String), specification: expect.any(String) },
        },
      },
    ]);
  });

  it('of a trade is what the supplier asks', async () => {
    const { price, supplier } = await openPricer('supplier_trade');
    expect(await price([{ number: 1, request: TRADE }])).toMatchObject([
      { number: 1, quote: { total: '13.5', quantity: 1, account: supplier.account, good: '11' } },
    ]);
  });

  it('of a line to restock is that of what is missing, wherever it is bought', async () => {
    const { price, storefront, supplier } = await openPricer('restock');
    const lines = [
      { number: 1, request: LINE },
      { number: 2, request: GOOD },
    ];
    expect(await price(lines)).toMatchObject([
      { number: 1, quote: { total: '27', quantity: 2, account: supplier.account, restocks: { shelf: 0 } } },
      { number: 2, quote: { total: '50', quantity: 2, account: storefront.account, restocks: { shelf: 0 } } },
    ]);
  });

  it('is read once for all that ask for the same, then and later', async () => {
    const { price, readings } = await openPricer('purchase');
    const [first, second] = await price([1, 2].map((number) => ({ number, request: ITEM })));
    expect(second).toEqual({ ...first, number: 2 });
    const [third, other] = await price([
      { number: 3, request: { ...ITEM } },
      { number: 4, request: { ...ITEM, quantity: 2, max_total: '50' } },
    ]);
    expect([third, other]).toMatchObject([
      { number: 3, quote: { total: '25' } },
      { number: 4, quote: { total: '50' } },
    ]);
    expect(readings()).toBe(2);
  });

  it('is asked for of four at once', async () => {
    const { price, storefront } = await openPricer('purchase');
    const stock = await storefront.getStock(1);
    let most = 0;
    let now = 0;
    vi.spyOn(storefront, 'getStock').mockImplementation(async () => {
      now += 1;
      most = Math.max(most, now);
      await storefront.getBalance();
      now -= 1;
      return stock;
    });
    const request = (quantity: number) => ({ ...ITEM, quantity, max_total: '1000' });
    await price([1, 2, 3, 4, 5, 6].map((number) => ({ number, request: request(number) })));
    expect(most).toBe(4);
  });

  it('is not asked for once that is cancelled', async () => {
    for (const kind of ['purchase', 'restock'] as const) {
      const { price, readings } = await openPricer(kind, AbortSignal.abort());
      const priced = price([{ number: 1, request: kind === 'restock' ? GOOD : ITEM }]);
      await expect(priced).rejects.toMatchObject({ code: 'cancelled' });
      expect(readings()).toBe(0);
    }
  });
});

/** With these an item cannot be bought, and the others can. */
const OF_THE_ITEM: readonly ErrorCode[] = [
  ...(['price_changed', 'out_of_stock', 'not_found', 'invalid_request'] as const),
  ...(['limit_exceeded', 'upstream_refused'] as const),
];

describe('an item that cannot be bought', () => {
  it.each(OF_THE_ITEM)('because of %s is refused, and nothing was sent', async (code) => {
    const { price } = await failingPricer(withCode(code));
    expect(await price([{ number: 1, request: ITEM }])).toMatchObject([
      { number: 1, refused: { code, outcome: 'not_committed', neverSent: true } },
    ]);
  });

  it('is not asked about again', async () => {
    const { price, asked } = await failingPricer(withCode('not_found'));
    for (const number of [1, 2]) await price([{ number, request: ITEM }]);
    expect(asked).toHaveBeenCalledTimes(1);
  });

  it('keeps no other from being priced', async () => {
    const { price } = await openPricer('purchase');
    const priced = await price([
      { number: 1, request: { ...ITEM, goods_id: 999 } },
      { number: 2, request: ITEM },
    ]);
    expect(priced).toMatchObject([{ refused: { code: 'not_found' } }, { quote: { total: '25' } }]);
  });

  it('of a restock is also one whose upstream is not configured', async () => {
    const { price } = await failingPricer(withCode('config_invalid'), 'restock');
    expect(await price([{ number: 1, request: GOOD }])).toMatchObject([
      { refused: { code: 'config_invalid' } },
    ]);
  });
});

describe('what keeps all items from being priced', () => {
  it.each<ErrorCode>([
    ...(['config_invalid', 'unauthorized', 'insufficient_balance', 'rate_limited'] as const),
    ...(['unreachable', 'timeout', 'malformed_response'] as const),
  ])('is thrown: %s', async (code) => {
    const { price } = await failingPricer(withCode(code));
    await expect(price([{ number: 1, request: ITEM }])).rejects.toMatchObject({ code });
  });

  it('is thrown for a restock, too', async () => {
    const { price } = await failingPricer(withCode('unauthorized'), 'restock');
    await expect(price([{ number: 1, request: GOOD }])).rejects.toMatchObject({ code: 'unauthorized' });
  });

  it('is a mistake in the program, whatever it says of itself', async () => {
    const mistake = Object.assign(new TypeError('no'), { code: 'not_found' });
    const { price } = await failingPricer(mistake);
    await expect(price([{ number: 1, request: ITEM }])).rejects.toBe(mistake);
  });

  it('may go better when it is asked again', async () => {
    const { price, asked } = await failingPricer(withCode('unreachable'));
    const items = [{ number: 1, request: ITEM }];
    await expect(price(items)).rejects.toMatchObject({ code: 'unreachable' });
    asked.mockRestore();
    expect(await price(items)).toMatchObject([{ quote: { total: '25' } }]);
  });
});
