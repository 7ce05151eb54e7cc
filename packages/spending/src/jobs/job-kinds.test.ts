import { KamikitError } from '@kamikit/core';
import { describe, expect, it } from 'vitest';
import { PURCHASE, TRADE } from '../testing/open-shop.ts';
import { assertJob, InvalidItemsError, isJobKind, JOB_KINDS, type JobWish, parseJob } from './job-kinds.ts';

const WISH: JobWish = { kind: 'purchase', items: [PURCHASE], max_total: '50', idempotencyKey: 'j' };
const TRADES = { kind: 'supplier_trade', items: [TRADE] } as const;
const LINE = { sku_id: 11, floor: 5, target: 8, max_price: '13.5', stock: 3 };

const job = (changes: Partial<JobWish>) => parseJob({ ...WISH, ...changes });
const itemsOf = (kind: JobWish['kind'], ...items: object[]) => job({ kind, items }).items;

/** What is said of the items, each with its number. */
function faultsOf(kind: JobWish['kind'], ...items: object[]) {
  try {
    parseJob({ ...WISH, kind, items });
  } catch (error) {
    if (error instanceof InvalidItemsError) return error.faults;
    throw error;
  }
  return [];
}

const saidOf = (kind: JobWish['kind'], item: object) => faultsOf(kind, item).map(({ what }) => what);

describe('the kind of a job', () => {
  it.each(JOB_KINDS)('may be %s', (kind) => {
    expect(isJobKind(kind)).toBe(true);
  });

  it.each(['use_card', 'generate_cards', ''])('is not %j', (kind) => {
    expect(isJobKind(kind)).toBe(false);
  });
});

describe('a job as it is written down', () => {
  it('has everything that its caller named, and each item as its kind reads it', () => {
    expect(job({ concurrency: 2, max_total: 50.5 })).toEqual({
      ...{ kind: 'purchase', items: [{ ...PURCHASE, mode: 'async' }], maxTotal: '50.5' },
      ...{ idempotencyKey: 'j', concurrency: 2, needsWord: false },
    });
    expect(job(TRADES).items).toEqual([{ ...TRADE, fields: {} }]);
  });

  it('needs its owner’s word where its caller says so, and a restock goes by mandates alone', () => {
    expect(job({ approval: 'owner' })).toMatchObject({ needsWord: true });
    expect(job({ kind: 'restock', items: [LINE] })).toMatchObject({ needsWord: 'by mandate' });
    expect(job({ kind: 'restock', items: [LINE], approval: 'owner' })).toMatchObject({
      needsWord: 'by mandate',
    });
  });

  it.each(['0', '-1', 'much'])('costs %s yuan at most: that is none', (max_total) => {
    expect(() => job({ max_total })).toThrow(/^This job request is invalid: max_total: /);
  });

  it('is told apart without a ledger from one that is none', () => {
    expect(() => assertJob(WISH)).not.toThrow();
    expect(() => assertJob({ ...WISH, items: [{}] })).toThrow(InvalidItemsError);
    expect(() => assertJob({ ...WISH, max_total: 0 })).toThrow(KamikitError);
  });
});

describe('numbers as text', () => {
  it.each(['goods_id', 'sub_id', 'quantity'] as const)('are those of a purchase: %s', (field) => {
    expect(itemsOf('purchase', { ...PURCHASE, [field]: '  12  ' })).toEqual([
      { ...PURCHASE, mode: 'async', [field]: 12 },
    ]);
  });

  it.each(['sku_id', 'quantity'] as const)('are those of a trade: %s', (field) => {
    expect(itemsOf('supplier_trade', { ...TRADE, [field]: '12' })).toEqual([
      { ...TRADE, fields: {}, [field]: 12 },
    ]);
  });

  it.each(['sku_id', 'target', 'stock'] as const)('are those of a line to restock: %s', (field) => {
    expect(itemsOf('restock', { ...LINE, [field]: '12' })).toEqual([{ ...LINE, [field]: 12 }]);
  });

  it.each(['1e1', '+1', '1.0', '1,000', '', ' ', '1 0', '1'.padEnd(16, '0')])(
    'are digits alone: %j is none',
    (quantity) => {
      expect(saidOf('purchase', { ...PURCHASE, quantity })).toEqual([
        'quantity: expected a whole number above 0',
      ]);
    },
  );

  it('are texts: a list of one number is no number', () => {
    expect(saidOf('purchase', { ...PURCHASE, quantity: ['2'] })).toHaveLength(1);
  });

  it('leave a stock that is a place as it is', () => {
    const stock = 'goods:12';
    expect(itemsOf('restock', { ...LINE, stock })).toEqual([{ ...LINE, stock }]);
  });
});

describe('what is wrong with an item', () => {
  it.each<[JobWish['kind'], object, string]>([
    ['purchase', { ...PURCHASE, quantity: 0 }, 'quantity: expected a whole number above 0'],
    ['purchase', { ...PURCHASE, max_total: '0' }, 'max_total: expected an amount above 0 in yuan'],
    ['purchase', { ...PURCHASE, mode: 'later' }, 'mode: expected async or sync'],
    ['supplier_trade', { ...TRADE, fields: { a: 1 } }, 'fields: expected texts by their names'],
    ['restock', { ...LINE, max_price: 0 }, 'max_price: expected an amount above 0 in yuan'],
    [
      ...(['restock', { ...LINE, stock: 'few' }] as const),
      'stock: expected a number or ledger or goods:ID/SUB or goods:ID or cards:TYPE',
    ],
    ['restock', { ...LINE, target: 4 }, 'target is below floor'],
    ['purchase', { ...PURCHASE, colour: 'red', size: 1 }, '“colour” is unknown, “size” is unknown'],
  ])('is told by the field, and what it wants: %s %j', (kind, item, said) => {
    expect(saidOf(kind, item)).toEqual([said]);
  });

  it('is told of four fields at most, known or unknown', () => {
    const nothing = { floor: 0, target: 0, max_price: 0, stock: -1, sku_id: 0 };
    expect(saidOf('restock', nothing).join().split(', ')).toHaveLength(4);
    const unknown = { ...PURCHASE, a: 1, b: 2, c: 3, d: 4, e: 5 };
    expect(saidOf('purchase', unknown).join().split(', ')).toHaveLength(4);
  });

  it('shows a long name shortened', () => {
    const [said] = saidOf('purchase', { ...PURCHASE, ['x'.repeat(50)]: 1 });
    expect(said).toBe(`“${'x'.repeat(39)}…” is unknown`);
  });

  it('is told with the item’s number, of each wrong one', () => {
    const wrong = { ...PURCHASE, quantity: 0 };
    expect(faultsOf('purchase', PURCHASE, wrong, PURCHASE, wrong).map(({ number }) => number)).toEqual([
      ...[2, 4],
    ]);
  });

  it('means that nothing was sent', () => {
    expect(() => job({ items: [{}] })).toThrow(
      expect.objectContaining({ code: 'invalid_request', outcome: 'not_committed', neverSent: true }),
    );
  });
});

describe('the error about wrong items', () => {
  const faults = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ number: index + 1, what: 'wrong' }));

  it('shows ten of them, and carries all', () => {
    const error = new InvalidItemsError(faults(12), 20);
    expect(error.faults).toHaveLength(12);
    expect(error.message).toMatch(/^12 of 20 items are invalid, .*; item 10: wrong; and 2 more\.$/);
  });

  it('says nothing of more where it shows all', () => {
    expect(new InvalidItemsError(faults(10), 10).message).toMatch(/; item 10: wrong\.$/);
  });
});

describe('a list to restock', () => {
  const GOOD = { goods_id: 1, sub_id: 11, floor: 5, target: 6, max_price: '25', stock: 4 };

  it('has each good in it once: what is there again is named with the first of its kind', () => {
    expect(faultsOf('restock', LINE, GOOD, { ...LINE, floor: 1 }, GOOD, LINE)).toEqual([
      { number: 3, what: 'the same as item 1' },
      { number: 4, what: 'the same as item 2' },
      { number: 5, what: 'the same as item 1' },
    ]);
  });

  it('may have other goods in it, and other specifications', () => {
    const items = [LINE, { ...LINE, sku_id: 12 }, GOOD, { ...GOOD, sub_id: 12 }];
    expect(itemsOf('restock', ...items)).toEqual(items);
  });

  it('is looked through for that once each item is right', () => {
    expect(faultsOf('restock', LINE, LINE, { ...LINE, target: 4 })).toMatchObject([{ number: 3 }]);
  });

  it('alone is: a job may buy the same many times', () => {
    expect(itemsOf('purchase', PURCHASE, PURCHASE)).toHaveLength(2);
  });
});
