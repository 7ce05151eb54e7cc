import { describe, expect, it } from 'vitest';
import type { Quote } from '../index.ts';
import { openShop } from '../testing/open-shop.ts';
import { openVendor } from '../testing/open-vendor.ts';

/** A good of one specification, 155 yuan in all with sub_id 151, and one of three. */
const ONLY = { goods_id: 15, quantity: 2, max_total: '500' };
const SEVERAL = { goods_id: 1, quantity: 1, max_total: '500' };

describe('a purchase that names no specification', () => {
  it('is quoted, sent and written down with the only one there is', async () => {
    const { spender, ledger, sandbox } = await openShop();
    const quotes: Quote[] = [];
    const confirm = (quote: Quote) => quotes.push(quote) > 0;
    const { id } = await spender.purchase(ONLY, { idempotencyKey: 'k', confirm });
    expect(quotes).toMatchObject([{ specification: expect.stringMatching(/./), quantity: 2 }]);
    expect(sandbox.state().storefront.orders).toMatchObject([{ goods_id: 15, sub_id: 151, quantity: 2 }]);
    expect((await ledger.get(id))?.request).toMatchObject({ ...ONLY, sub_id: 151 });
  });

  it('buys nothing where there are several, and is told their names and prices', async () => {
    const { spender, ledger, sandbox } = await openShop();
    await expect(spender.purchase(SEVERAL, { idempotencyKey: 'k' })).rejects.toMatchObject({
      ...{ code: 'invalid_request', outcome: 'not_committed', neverSent: true },
      message: expect.stringMatching(
        /sub_id.*11 “月卡” at 25 yuan, 12 “季卡” at 68 yuan, 13 “年卡” at 238 yuan/,
      ),
    });
    expect([sandbox.state().storefront.charges, (await ledger.list()).total]).toEqual([[], 0]);
    await spender.purchase({ ...SEVERAL, sub_id: 11 }, { idempotencyKey: 'k' });
    expect(sandbox.state().storefront.charges).toHaveLength(1);
  });

  it('buys nothing where there is none', async () => {
    const { spender, bought } = await openVendor([]);
    const wish = { goods_id: 1, quantity: 1, max_total: '50' };
    await expect(spender.purchase(wish, { idempotencyKey: 'k' })).rejects.toMatchObject({
      ...{ code: 'not_found', neverSent: true },
    });
    expect(bought).toEqual([]);
  });

  it.each([
    ['left open at first, and named by the retry', ONLY, { ...ONLY, sub_id: 151 }],
    ['named at first, and left open by the retry', { ...ONLY, sub_id: 151 }, ONLY],
  ])('is answered by its key alone, %s; no other specification is', async (_, first, retry) => {
    const { spender, requests } = await openShop();
    const { id } = await spender.purchase(first, { idempotencyKey: 'k' });
    const asked = requests();
    for (const wish of [first, retry])
      expect(await spender.purchase(wish, { idempotencyKey: 'k' })).toMatchObject({ id });
    for (const change of [{ sub_id: 152 }, { quantity: 3 }, { goods_id: 16 }, { max_total: '600' }])
      await expect(spender.purchase({ ...retry, ...change }, { idempotencyKey: 'k' })).rejects.toMatchObject({
        code: 'key_conflict',
      });
    expect(requests()).toBe(asked);
  });

  it.each([
    ['with it', ONLY, { ...ONLY, sub_id: 151 }],
    ['without it', { ...ONLY, sub_id: 151 }, ONLY],
  ])('is the same good %s: another key is possible_duplicate', async (_, first, second) => {
    const { spender, sandbox } = await openShop();
    const { id } = await spender.purchase(first, { idempotencyKey: 'first' });
    for (const confirm of [undefined, () => expect.unreachable('asked')])
      await expect(spender.purchase(second, { idempotencyKey: 'second', confirm })).rejects.toMatchObject({
        ...{ code: 'possible_duplicate', entryId: id },
      });
    expect(sandbox.state().storefront.charges).toHaveLength(1);
  });

  it('is not sent with another one that took its place while the user was asked', async () => {
    const only = (sub_id: number) => [{ sub_id, sub_name: `规格${sub_id}`, price: 50, stock: 9 }];
    const { spender, bought } = await openVendor(only(1), only(2));
    const wish = { goods_id: 1, quantity: 1, max_total: '50' };
    const confirm = () => true;
    await expect(spender.purchase(wish, { idempotencyKey: 'k', confirm })).rejects.toMatchObject({
      ...{ code: 'not_found', neverSent: true, message: expect.stringContaining('specification 1') },
    });
    expect(bought).toEqual([]);
  });
});
