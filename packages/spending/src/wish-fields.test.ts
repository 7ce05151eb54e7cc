import { describe, expect, it } from 'vitest';
import type { Spender } from './index.ts';
import { openShop, PURCHASE, TRADE } from './testing/open-shop.ts';

const options = { idempotencyKey: 'k' };

/** A wish as a caller without types may pass it. */
const untyped = (wish: object) => JSON.parse(JSON.stringify(wish));

type Dealing = (spender: Spender, wish: object) => Promise<object>;
const purchase: Dealing = (spender, wish) => spender.purchase(untyped(wish), options);
const trade: Dealing = (spender, wish) => spender.trade(untyped(wish), options);
const use: Dealing = (spender, wish) => spender.use(untyped(wish), options);
const recharge: Dealing = (spender, wish) => spender.recharge(untyped(wish), options);
const issue: Dealing = (spender, wish) => spender.issue(untyped(wish), options);

describe('a wish that cannot be is invalid_request, names each field, and reaches nobody', () => {
  it.each<[string, object, Dealing, RegExp[]]>([
    ['purchase', {}, purchase, [/goods_id:/, /quantity:/, /max_total:/]],
    ['purchase', { ...PURCHASE, quantity: 0 }, purchase, [/quantity: .*>0/]],
    ['purchase', { ...PURCHASE, quantity: 1.5, sub_id: '11' }, purchase, [/quantity:/, /sub_id:/]],
    ['purchase', { ...PURCHASE, mode: 'later' }, purchase, [/mode:/]],
    ['purchase', { ...PURCHASE, colour: 'red' }, purchase, [/"colour"/]],
    ['supplier_trade', { ...TRADE, sku_id: -1, fields: { a: 1 } }, trade, [/sku_id:/, /fields\.a:/]],
    ['use_card', { code: '  ' }, use, [/code:/]],
    ['recharge_card', { code: 'C', amount: 0 }, recharge, [/amount:/]],
    ['generate_cards', { card_type: 'day' }, issue, [/card_type:/]],
    ['generate_cards', { card_type: 'count', uses: 1, points: 2 }, issue, [/"points"/]],
  ])('%s %j', async (kind, wish, run, named) => {
    const { spender, requests, ledger } = await openShop();
    const error = await run(spender, wish).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      ...{ code: 'invalid_request', outcome: 'not_committed', neverSent: true },
      message: expect.stringContaining(kind),
    });
    for (const field of named) expect(String(error)).toMatch(field);
    expect([requests(), (await ledger.list()).total]).toEqual([0, 0]);
  });
});

it.each([0, '0', -1, '-0.01', 'ten', '', '1e9', true, null])('max_total cannot be %j', async (max_total) => {
  const { spender, requests } = await openShop();
  await expect(purchase(spender, { ...PURCHASE, max_total })).rejects.toMatchObject({
    ...{ code: 'invalid_request', message: expect.stringContaining('max_total') },
  });
  expect(requests()).toBe(0);
});

it('an empty key is refused, and nothing is sent', async () => {
  const { spender, sandbox } = await openShop();
  await expect(spender.purchase(PURCHASE, { idempotencyKey: '' })).rejects.toThrow(TypeError);
  expect(sandbox.state().storefront.charges).toEqual([]);
});
