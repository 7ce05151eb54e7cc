import { CardsClient, StorefrontClient } from '@kamikit/core';
import { MockAgent } from 'undici';
import { describe, expect, it, onTestFinished } from 'vitest';
import { partsOf } from '../parts.ts';
import { skipping } from '../testing/open-shop.ts';
import { countStock } from './count-stock.ts';
import type { Shelf } from './restock-item.ts';

/** Parts whose storefront and whose card service answer each question with this. */
function answering(data: object) {
  const agent = new MockAgent();
  agent.disableNetConnect();
  onTestFinished(() => agent.close());
  const asked: string[] = [];
  agent
    .get('https://shop.example')
    .intercept({ path: () => true })
    .reply(({ path }) => {
      asked.push(path);
      return { statusCode: 200, data: JSON.stringify({ code: 200, success: true, message: '', data }) };
    })
    .persist();
  const settings = { baseUrl: 'https://shop.example/', apiKey: 'key', dispatcher: agent, timing: skipping() };
  const parts = partsOf({
    storefront: new StorefrontClient(settings),
    cards: new CardsClient(settings),
    ledger() {
      throw new TypeError('no ledger is needed');
    },
  });
  return { asked, count: (shelf: Shelf, signal?: AbortSignal) => countStock(shelf, parts, signal) };
}

const sub = (sub_id: number, stock: number | string) => ({ sub_id, sub_name: null, price: 1, stock });
const withSubs = (...subs: object[]) => answering({ goods_id: 1, goods_name: 'A card', subs });
const withCards = (...list: object[]) => answering({ list, total: list.length });

describe('a shelf that nobody has to be asked about', () => {
  it('is empty where the ledger holds all there is', async () => {
    const { asked, count } = answering({});
    expect([await count('ledger'), asked]).toEqual([0, []]);
  });

  it('has as many as somebody counted', async () => {
    const { asked, count } = answering({});
    expect([await count({ left: 3 }), asked]).toEqual([3, []]);
  });
});

describe('a good at the storefront', () => {
  it('has what all of its specifications have', async () => {
    const { count, asked } = withSubs(sub(11, 2), sub(12, 0), sub(13, 5));
    expect(await count({ goods_id: 1, sub_id: null })).toBe(7);
    expect(asked).toEqual(['/goods/1/stock']);
  });

  it('has in one specification what that one has', async () => {
    expect(await withSubs(sub(11, 2), sub(12, 5)).count({ goods_id: 1, sub_id: 12 })).toBe(5);
  });

  it('is not counted where one of them shows no number', async () => {
    await expect(
      withSubs(sub(11, 2), sub(12, 'plenty')).count({ goods_id: 1, sub_id: null }),
    ).rejects.toMatchObject({
      ...{ code: 'invalid_request', outcome: 'not_committed', neverSent: true },
      message: expect.stringMatching(
        /^The stock of goods:1 cannot .*: the storefront shows no number for it\./,
      ),
    });
  });

  it('is counted in one specification though another shows no number', async () => {
    expect(await withSubs(sub(11, 2), sub(12, 'plenty')).count({ goods_id: 1, sub_id: 11 })).toBe(2);
  });

  it.each<[number | null, string]>([
    [99, 'goods:1/99'],
    [null, 'goods:1'],
  ])('is not counted without its specification: %s', async (sub_id, name) => {
    const subs = sub_id === null ? [] : [sub(11, 2)];
    await expect(withSubs(...subs).count({ goods_id: 1, sub_id })).rejects.toMatchObject({
      ...{ code: 'invalid_request', outcome: 'not_committed', neverSent: true },
      message: expect.stringContaining(`${name} cannot be counted: the storefront has no such specification`),
    });
  });

  it('is not asked for once that is cancelled', async () => {
    const { count } = withSubs(sub(11, 2));
    const counted = count({ goods_id: 1, sub_id: null }, AbortSignal.abort());
    await expect(counted).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('cards', () => {
  it('are asked for by their type, the unused ones', async () => {
    const { count, asked } = withCards({ code: 'A' });
    expect(await count({ card_type: 'point' })).toBe(1);
    expect(asked.map((path) => Object.fromEntries(new URLSearchParams(path.slice(2))))).toMatchObject([
      { action: 'query', card_type: 'point', status: '0' },
    ]);
  });

  it('that are used do not count, whatever was asked for', async () => {
    const unused = { code: 'A', card_type: 'count', status: 0 };
    const used = { code: 'B', card_type: 'count', status: 1 };
    expect(await withCards(unused, used, unused).count({ card_type: 'count' })).toBe(2);
  });

  it('of another type do not count, and those that tell no type do', async () => {
    const [other, none] = [{ code: 'A', card_type: 'time' }, { code: 'B' }];
    expect(await withCards(other, none).count({ card_type: 'count' })).toBe(1);
    expect(await withCards(other).count({ card_type: 'time' })).toBe(1);
  });

  it('are not asked for once that is cancelled', async () => {
    const counted = withCards({ code: 'A' }).count({ card_type: 'count' }, AbortSignal.abort());
    await expect(counted).rejects.toMatchObject({ name: 'AbortError' });
  });
});
