import type { SupplierSku } from '@kamikit/core';
import * as z from 'zod';
import { cleanText } from './clean-text.ts';

/** A SKU as a model sees it; `stock` null with a text is delivered by hand and can be bought. */
export const skuView = z.object({
  id: z.int(),
  name: z.string().nullable(),
  stock_price: z.string().nullable(),
  stock: z.int().nullable(),
  stock_text: z.string().nullable().optional(),
});

type SkuFacts = Pick<SupplierSku, 'id' | 'name' | 'stock_price' | 'stock' | 'stock_text'>;

export function viewSku({ id, name, stock_price, stock, stock_text }: SkuFacts): z.input<typeof skuView> {
  return {
    id,
    name: cleanText(name, 60),
    stock_price,
    stock,
    ...(stock === null && { stock_text: cleanText(stock_text, 40) }),
  };
}
