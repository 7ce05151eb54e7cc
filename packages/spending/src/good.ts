import type { JsonObject } from '@kamikit/ledger';

/** By which numbers a shop knows what it sells, as its tools and wishes take them. */
export interface GoodNumbers {
  goods_id?: number;
  sub_id?: number;
  sku_id?: number;
}

/** The numbers in a good as entries keep it: of a product and its specification, or of a SKU. */
export function numbersOf(kind: string, good: string | null): GoodNumbers {
  if (good === null) return {};
  const [first, second] = good.split('/').map(Number);
  if (kind === 'supplier_trade') return { ...(isNumber(first) && { sku_id: first }) };
  return { ...(isNumber(first) && { goods_id: first }), ...(isNumber(second) && { sub_id: second }) };
}

/** The same in what was asked for. */
export function numbersIn({ goods_id, sub_id, sku_id }: JsonObject): GoodNumbers {
  return {
    ...(isNumber(goods_id) && { goods_id }),
    ...(isNumber(sub_id) && { sub_id }),
    ...(isNumber(sku_id) && { sku_id }),
  };
}

function isNumber(value: unknown): value is number {
  return Number.isSafeInteger(value);
}
