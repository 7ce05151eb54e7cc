import { multiplyMoney } from '@kamikit/core';
import * as z from 'zod';
import { maxTotal, positiveInteger } from '../wish-fields.ts';

const CARD_TYPES = ['time', 'count', 'point'] as const;

/** Where the stock is that is compared with the floor. */
export type Shelf =
  /** Somebody else has counted it. */
  | { left: number }
  /** A good of one's own storefront, in one specification or in all. */
  | { goods_id: number; sub_id: number | null }
  /** Cards of one's own that nobody has used. */
  | { card_type: (typeof CARD_TYPES)[number] }
  /** What the ledger holds is all there is. */
  | 'ledger';

/** Null for what names no place. */
export function readShelf(stock: string | number): Shelf | null {
  if (typeof stock === 'number') return { left: stock };
  const text = stock.trim();
  if (text === 'ledger') return text;
  const [, goods, sub] = /^goods:(\d{1,15})(?:\/(\d{1,15}))?$/.exec(text) ?? [];
  if (goods !== undefined) return { goods_id: Number(goods), sub_id: sub === undefined ? null : Number(sub) };
  const card_type = CARD_TYPES.find((type) => text === `cards:${type}`);
  return card_type === undefined ? null : { card_type };
}

/**
 * One line of a list of what is to be kept in stock: once less than `floor` of it is there, as many are bought as `target` asks for,
 * at `max_price` yuan a piece at most. What is bought is a SKU of the supplier or a good of the storefront. `stock` has no default:
 * a number that a script failed to find must not look like an empty shelf.
 */
export const restockItem = z
  .strictObject({
    sku_id: positiveInteger.optional(),
    goods_id: positiveInteger.optional(),
    sub_id: positiveInteger.optional(),
    floor: positiveInteger,
    target: positiveInteger,
    max_price: maxTotal,
    stock: z.union([z.int().nonnegative(), z.string().refine((text) => readShelf(text) !== null)]),
    fields: z.record(z.string(), z.string()).optional(),
  })
  .superRefine((item, context) => {
    for (const message of faultsOf(item)) context.addIssue({ code: 'custom', message });
  });

export type RestockItem = z.output<typeof restockItem>;

function faultsOf({ sku_id, goods_id, sub_id, floor, target, fields }: RestockItem): string[] {
  const isGood = goods_id !== undefined && sub_id !== undefined && sku_id === undefined;
  const isSku = sku_id !== undefined && goods_id === undefined && sub_id === undefined;
  return [
    ...(isSku || isGood ? [] : ['it needs a sku_id, or a goods_id and a sub_id']),
    ...(isGood && fields !== undefined ? ['fields go with a sku_id only'] : []),
    ...(target < floor ? ['target is below floor'] : []),
  ];
}

/** What is bought, by the account's own number for it, and in which kind of entry. */
export function restockedGood({ sku_id, goods_id, sub_id }: RestockItem) {
  return sku_id === undefined
    ? { kind: 'purchase' as const, good: `${goods_id}/${sub_id}` }
    : { kind: 'supplier_trade' as const, good: String(sku_id) };
}

/** The wish that buys so many of it. */
export function wishToRestock(
  { sku_id, goods_id, sub_id, max_price, fields }: RestockItem,
  quantity: number,
) {
  const terms = { quantity, max_total: multiplyMoney(max_price, quantity) };
  if (sku_id === undefined) return { goods_id, sub_id, ...terms };
  return { sku_id, ...terms, ...(fields && { fields }) };
}
