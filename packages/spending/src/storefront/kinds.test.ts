import type { StorefrontClient } from '@kamikit/core';
import { describe, expect, it } from 'vitest';
import { madeOrder, madeStorefront } from '../testing/made-clients.ts';
import { madeEntry, madeParts, yuan } from '../testing/made-ledger.ts';
import { purchase } from './kinds.ts';

const ORDER = { goods_id: 1, sub_id: 11, quantity: 2 };
const REQUEST = { ...ORDER, max_total: yuan(50), mode: 'async' } as const;
const OPEN = { goods_id: 1, quantity: 2, max_total: yuan(50), mode: 'async' } as const;
const DONE = madeOrder({ status: 4, cards: 'A' });
const { signal } = new AbortController();

const partsWith = (answers: Partial<StorefrontClient>) =>
  madeParts({ parts: { storefront: madeStorefront(answers) } });

describe('a purchase is sent', () => {
  async function sent(request: typeof REQUEST | typeof OPEN | (typeof ORDER & { mode: 'sync' })) {
    const asked: unknown[] = [];
    const as =
      (name: string) =>
      async (...args: unknown[]) => {
        asked.push(name, ...args);
        return DONE;
      };
    const parts = partsWith({ purchase: as('sync'), purchaseAsync: as('async') });
    const settled = await purchase.send({ max_total: yuan(50), ...request }, madeEntry(), parts);
    expect(settled).toMatchObject({ state: 'completed', reference: 'SN', result: { cards: 'A' } });
    return asked;
  }

  it.each(['async', 'sync'] as const)('as it was asked for: %s', async (mode) => {
    expect(await sent(mode === 'sync' ? { ...ORDER, mode } : REQUEST)).toStrictEqual([mode, ORDER]);
  });

  it('in no case without a specification', async () => {
    await expect(sent(OPEN)).rejects.toThrow(TypeError);
  });
});

describe('a purchase is followed', () => {
  async function followed(request: typeof REQUEST | typeof OPEN | null, options: object) {
    const asked: unknown[] = [];
    const seen: unknown[] = [];
    const waitForOrder: StorefrontClient['waitForOrder'] = async (number, { onPoll, ...rest } = {}) => {
      asked.push(number, rest);
      onPoll?.(madeOrder(), 5);
      return DONE;
    };
    const onPoll = (...told: unknown[]) => seen.push(...told);
    const parts = partsWith({ waitForOrder });
    expect(await purchase.follow?.('SN', request, parts, { ...options, onPoll })).toMatchObject({
      ...{ state: 'completed', result: { cards: 'A' } },
    });
    expect(await purchase.follow?.('SN', request, parts, options)).toMatchObject({ state: 'completed' });
    expect(seen).toMatchObject([{ state: 'pending' }, 5]);
    return asked.slice(0, 2);
  }

  it('by its number for as long as is said, as what was placed', async () => {
    const asked = await followed(REQUEST, { signal, maxWaitMs: 7 });
    expect(asked).toStrictEqual(['SN', { signal, maxWaitMs: 7, placed: ORDER }]);
    expect(asked[1]).toHaveProperty('signal', signal);
  });

  it.each([OPEN, null])(
    'until it is finished, also where nobody knows what was placed: %j',
    async (request) => {
      const forEver = { signal: undefined, maxWaitMs: Number.POSITIVE_INFINITY, placed: undefined };
      expect(await followed(request, {})).toStrictEqual(['SN', forEver]);
    },
  );
});

describe('of a purchase', () => {
  it('two are alike by what is bought', () => {
    expect(purchase.likeness(REQUEST, {})).toStrictEqual(ORDER);
    expect(purchase.good(REQUEST)).toBe('1/11');
  });

  it('no card is issued, nothing is touched, and only the specification may be left open', () => {
    expect([purchase.cards(REQUEST), purchase.touches(REQUEST)]).toEqual([0, null]);
    expect([purchase.leftOpen, purchase.hasOwnReference]).toEqual([['sub_id'], true]);
  });

  it('the goods are the cards, also on its owner’s word', () => {
    const result = {
      ...{ order_sn: 'SN', status: 1, status_text: null, goods_name: null, quantity: null },
      ...{ total_price: null, actual_price: null, cards: 'A' },
    };
    expect(purchase.delivered(result)).toBe('A');
    expect(purchase.asDelivered(result)).toBe(result);
  });

  it('the balance is asked for as long as the caller waits', async () => {
    const asked: unknown[] = [];
    const getBalance: StorefrontClient['getBalance'] = async (options) => {
      asked.push(options?.signal);
      return { balance: yuan(9), total_spent: null, level_name: null };
    };
    expect(await purchase.balance?.(partsWith({ getBalance }), signal)).toBe('9');
    expect(asked[0]).toBe(signal);
  });
});
