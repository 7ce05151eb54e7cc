import { type SupplierSku, stockLevel } from '@kamikit/core';
import * as z from 'zod';
import { cleanText } from './clean-text.ts';

/** What a stock says in one word, where it is no number: what the shop wrote need not be known to a model. */
export const stockLevelView = z.enum(['available', 'scarce', 'none', 'by_hand', 'unknown']);

/** A SKU as a model sees it; `stock` null: the shop tells no number, `stock_level` what its words mean. */
export const skuView = z.object({
  id: z.int(),
  name: z.string().nullable(),
  stock_price: z.string().nullable(),
  stock: z.int().nullable(),
  stock_text: z.string().nullable().optional(),
  stock_level: stockLevelView.optional(),
});

type SkuFacts = Pick<SupplierSku, 'id' | 'name' | 'stock_price' | 'stock' | 'stock_text'>;

export function viewSku({ id, name, stock_price, stock, stock_text }: SkuFacts): z.input<typeof skuView> {
  return {
    id,
    name: cleanText(name, 60),
    stock_price,
    stock,
    ...(stock === null && {
      stock_text: cleanText(stock_text, 40),
      stock_level: stockLevel({ stock, stock_text }),
    }),
  };
}
