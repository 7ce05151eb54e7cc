import type { GoodsSub } from '@kamikit/core';
import * as z from 'zod';
import { cleanText } from './clean-text.ts';

/** A specification as a model sees it; `stock` null means that it is not a number, and `stock_text` gives the text instead. */
export const goodsSubView = z.object({
  id: z.int(),
  name: z.string().nullable(),
  price: z.string().nullable(),
  stock: z.int().nullable(),
  stock_text: z.string().nullable().optional(),
});

type SubFacts = Pick<GoodsSub, 'id' | 'name' | 'price' | 'stock' | 'stock_text'>;

export function viewGoodsSub({ id, name, price, stock, stock_text }: SubFacts): z.input<typeof goodsSubView> {
  return {
    id,
    name: cleanText(name, 60),
    price,
    stock,
    ...(stock === null && { stock_text: cleanText(stock_text, 40) }),
  };
}
