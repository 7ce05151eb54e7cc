import { KamikitError } from '@kamikit/core';
import { describe, expect, it } from 'vitest';
import { createSpender } from './index.ts';
import { openShop, PURCHASE, TRADE } from './testing/open-shop.ts';

const NOT_SENT = { outcome: 'not_committed', neverSent: true };

describe('an upstream that was not given', () => {
  it.each([
    ['storefront', (spender) => spender.purchase(PURCHASE, { idempotencyKey: 'k' })],
    ['supplier', (spender) => spender.trade(TRADE, { idempotencyKey: 'k' })],
    ['card service', (spender) => spender.use({ code: 'C' }, { idempotencyKey: 'k' })],
    ['card service', (spender) => spender.recharge({ code: 'C', amount: 1 }, { idempotencyKey: 'k' })],
    ['card service', (spender) => spender.issue({ card_type: 'count', uses: 1 }, { idempotencyKey: 'k' })],
  ] satisfies Array<[string, (spender: ReturnType<typeof createSpender>) => Promise<object>]>)(
    'is config_invalid naming the %s, and the key stays free',
    async (name, run) => {
      const { ledger } = await openShop();
      await expect(run(createSpender({ ledger }))).rejects.toMatchObject({
        ...{ ...NOT_SENT, code: 'config_invalid', message: expect.stringContaining(name) },
      });
      expect((await ledger.list()).total).toBe(0);
    },
  );

  it('cannot be asked what became of an order either', async () => {
    const { ledger } = await openShop();
    await expect(createSpender({ ledger }).followOrder('SN1')).rejects.toMatchObject({
      ...{ ...NOT_SENT, code: 'config_invalid' },
    });
  });

  it('is not missed by the dealings of the others', async () => {
    const { ledger, timing, storefront } = await openShop();
    const spender = createSpender({ ledger, timing, storefront });
    expect(await spender.purchase(PURCHASE, { idempotencyKey: 'k' })).toMatchObject({ state: 'pending' });
  });
});

describe('parts that are given as functions', () => {
  it('are asked for when they are needed, not before', async () => {
    const { ledger, storefront, spenderWith } = await openShop();
    const asked: string[] = [];
    const told = <T>(name: string, part: T) => {
      return async () => {
        asked.push(name);
        return part;
      };
    };
    const cards = () => expect.unreachable('nobody needs the cards');
    const spender = spenderWith({
      ledger: told('ledger', ledger),
      storefront: told('storefront', storefront),
      cards,
    });
    expect(asked).toEqual([]);
    await spender.purchase(PURCHASE, { idempotencyKey: 'k' });
    expect(new Set(asked)).toEqual(new Set(['ledger', 'storefront']));
  });

  it.each(['ledger', 'storefront'] as const)('may fail, and work the next time: %s', async (name) => {
    const shop = await openShop();
    const failure = new KamikitError('not now', { code: 'config_invalid', outcome: 'not_committed' });
    let tries = 0;
    const later = <T>(part: T) => {
      return () => {
        tries += 1;
        if (tries === 1) throw failure;
        return part;
      };
    };
    const spender = shop.spenderWith({ [name]: later(shop[name]) });
    const buy = () => spender.purchase(PURCHASE, { idempotencyKey: 'k' });
    await expect(buy()).rejects.toMatchObject({ code: 'config_invalid', message: 'not now' });
    expect(shop.requests()).toBe(0);
    expect(await buy()).toMatchObject({ state: 'pending' });
  });

  it('of which the ledger fails, nothing is read or sent', async () => {
    const { spenderWith, requests } = await openShop();
    const spender = spenderWith({ ledger: () => Promise.reject(new RangeError('no disk')) });
    await expect(spender.purchase(PURCHASE, { idempotencyKey: 'k' })).rejects.toThrow('no disk');
    expect(requests()).toBe(0);
  });
});
