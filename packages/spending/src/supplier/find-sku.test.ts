import { describe, expect, it } from 'vitest';
import { madeSku, shopOf } from '../testing/made-sku.ts';
import { findSku } from './find-sku.ts';

const REFUSED = { upstream: 'supplier', outcome: 'not_committed', neverSent: true };

describe('a SKU', () => {
  it('is found in the list of items once, and read as it is each time', async () => {
    const { supplier, asked } = shopOf(madeSku());
    const { signal } = new AbortController();
    for (const _ of [1, 2])
      expect(await findSku(supplier, 12, signal)).toMatchObject({ item: { id: 1 }, sku: { id: 12 } });
    expect(asked).toEqual([
      ['items', { signal }],
      ['item', 1, { signal }],
      ['item', 1, { signal }],
    ]);
    for (const each of asked) expect(each.at(-1)).toHaveProperty('signal', signal);
  });

  it.each([
    ['is in no item', 99, [['items', {}]]],
    [
      'is in its item no more',
      21,
      [
        ['items', {}],
        ['item', 2, {}],
      ],
    ],
  ])('that %s is not_found', async (_, id, calls) => {
    const { supplier, asked } = shopOf(madeSku());
    await expect(findSku(supplier, id, undefined)).rejects.toMatchObject({
      ...{ ...REFUSED, code: 'not_found', operation: 'supplier.items' },
    });
    expect(asked).toEqual(calls);
  });
});
