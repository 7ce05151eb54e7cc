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

  it('is answered by its key alone, and the key is bound to the wish as it was given', async () => {
    const { spender, requests } = await openShop();
    const { id } = await spender.purchase(ONLY, { idempotencyKey: 'k' });
    const { id: other } = await spender.purchase(
      { ...ONLY, sub_id: 151 },
      { idempotencyKey: 'other', again: true },
    );
    const asked = requests();
    expect(await spender.purchase(ONLY, { idempotencyKey: 'k' })).toMatchObject({ id });
    const named = { ...ONLY, sub_id: 151 };
    expect(await spender.purchase(named, { idempotencyKey: 'other' })).toMatchObject({ id: other });
    await expect(spender.purchase(named, { idempotencyKey: 'k' })).rejects.toMatchObject({
      code: 'key_conflict',
    });
    await expect(spender.purchase(ONLY, { idempotencyKey: 'other' })).rejects.toMatchObject({
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
