import * as z from 'zod';
import { readStock, wireId, wireMoney, wireRows, wireText } from '../wire.ts';
import { wireWidgets } from './widget.ts';

/** One thing to buy of an item. `stock_price` is what this account pays, in yuan; stock null = not a number. */
const skuSchema = z
  .looseObject({
    id: wireId,
    name: wireText,
    picture_url: wireText,
    stock_price: wireMoney,
    stock: z.unknown().optional(),
    message: wireText,
  })
  .transform((sku) => ({ ...sku, ...readStock(sku.stock) }));

const MOST_SKUS = 2_000;

/** An item as the shop shows it (supplier facts, items). `introduce` is HTML; `widget` null = could not be read. */
export const itemSchema = z.looseObject({
  id: wireId,
  name: wireText,
  introduce: wireText,
  picture_url: wireText,
  category: z.looseObject({ name: wireText }).nullable().catch(null),
  api_code: wireText,
  widget: wireWidgets,
  sku: wireRows(skuSchema, MOST_SKUS)
    .nullish()
    .transform((list) => list ?? []),
});

export type SupplierItem = z.output<typeof itemSchema>;
export type SupplierSku = z.output<typeof skuSchema>;
