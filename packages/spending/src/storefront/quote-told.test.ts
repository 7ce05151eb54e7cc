import type { GoodsStock, StorefrontClient } from '@kamikit/core';
import { describe, expect, it } from 'vitest';
import { madeStorefront } from '../testing/made-clients.ts';
import { madeParts, yuan } from '../testing/made-ledger.ts';
import { quotePurchase } from './quote.ts';

type Sub = GoodsStock['subs'][number];

const REQUEST = { goods_id: 1, quantity: 2, max_total: yuan(50), mode: 'async' } as const;
const REFUSED = { upstream: 'storefront', outcome: 'not_committed', neverSent: true };
const { signal } = new AbortController();

const madeSub = (sub_id: number, changes: Partial<Sub> = {}): Sub => ({
  ...{ sub_id, sub_name: '月卡', price: yuan(10), stock: 2, stock_text: null },
  ...changes,
});

/** The quote of a purchase at a shop whose good has these specifications. */
async function quote(subs: Sub[], changes: object = {}) {
  const asked: unknown[][] = [];
  const answers: Partial<StorefrontClient> = {
    async getStock(...args) {
      asked.push(args);
      return { goods_id: 1, goods_name: '会员', subs };
    },
    async getBalance(...args) {
      asked.push(args);
      return { balance: yuan(500), total_spent: yuan(7), level_name: null };
    },
  };
  const parts = madeParts({ parts: { storefront: madeStorefront(answers) } });
  return { quoted: await quotePurchase({ ...REQUEST, ...changes }, parts, { signal }), asked };
}

describe('the quote of a purchase', () => {
  it('is its price now, of the only specification there is, with the account as it stands', async () => {
    const { quoted } = await quote([madeSub(11)]);
    expect(quoted).toStrictEqual({
      ...{ request: { ...REQUEST, sub_id: 11 }, amount: '20' },
      facts: {
        ...{ kind: 'purchase', name: '会员', specification: '月卡', quantity: 2 },
        ...{ unit_price: '10', total: '20', balance: '500' },
      },
      evidence: { balance_before: '500', total_spent_before: '7' },
    });
  });

  it('is asked for as long as the caller waits', async () => {
    const { asked } = await quote([madeSub(11)]);
    expect(asked).toStrictEqual([[1, { signal }], [{ signal }]]);
    for (const each of asked) expect(each.at(-1)).toHaveProperty('signal', signal);
  });

  it('is of the specification that was asked for, also where the shop shows it twice', async () => {
    const subs = [madeSub(12), madeSub(11, { price: yuan(9) }), madeSub(11)];
    const { quoted } = await quote(subs, { sub_id: 11 });
    expect(quoted).toMatchObject({ amount: '18', request: { sub_id: 11 } });
  });

  it.each([2, 3, null])('is given where %j are in stock of two', async (stock) => {
    expect((await quote([madeSub(11, { stock })])).quoted).toMatchObject({ amount: '20' });
  });

  it.each([
    ['fewer are in stock', [madeSub(11, { stock: 1 })], {}, 'out_of_stock', /1 in stock, 2 wanted/],
    ['no price is shown', [madeSub(11, { price: null })], {}, 'malformed_response', /no price for .*会员/],
    ['there is no specification', [], {}, 'not_found', /has no specification \(it has: none\)/],
    [
      'there is another one',
      [madeSub(11), madeSub(12)],
      { sub_id: 13 },
      'not_found',
      /has no specification 13 \(it has: 11, 12\)/,
    ],
  ])('is refused where %s', async (_, subs, changes, code, message) => {
    await expect(quote(subs, changes)).rejects.toMatchObject({
      ...{ ...REFUSED, code, operation: 'storefront.get_stock', message: expect.stringMatching(message) },
    });
  });

  it('is refused above what the caller allows', async () => {
    const told = quote([madeSub(11)], { max_total: yuan(19.9) });
    await expect(told).rejects.toMatchObject({ ...REFUSED, code: 'price_changed' });
  });
});

describe('which of several specifications it is to be', () => {
  const numbers = (count: number) => Array.from({ length: count }, (_, index) => madeSub(index + 1));

  it('is asked with the name and price of each', async () => {
    const odd = madeSub(12, { sub_name: null, price: null });
    await expect(quote([madeSub(11), odd])).rejects.toMatchObject({
      ...{ ...REFUSED, code: 'invalid_request' },
      message: expect.stringContaining('say which: 11 “月卡” at 10 yuan, 12 without a price. Nothing'),
    });
  });

  it.each([
    [10, /, 10 “月卡” at 10 yuan\. Nothing/],
    [11, /, 10 “月卡” at 10 yuan, and 1 more\. Nothing/],
    [12, /, 10 “月卡” at 10 yuan, and 2 more\. Nothing/],
  ])('is asked with ten of %d', async (count, message) => {
    await expect(quote(numbers(count))).rejects.toThrow(message);
  });
});
