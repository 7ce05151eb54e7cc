import * as z from 'zod';
import { readStock, wireBoolean, wireId, wireInteger, wireMoney, wireRows, wireText } from '../wire.ts';

/** One specification of a good (storefront document, GET /goods: `subs`). Money in yuan; stock null = not a number. */
export const goodsSubSchema = z
  .looseObject({ id: wireId, name: wireText, price: wireMoney, stock: z.unknown().optional() })
  .transform((sub) => ({ ...sub, ...readStock(sub.stock) }));

/** More specifications of one good than these are none. */
export const MOST_SUBS = 2_000;

const subs = wireRows(goodsSubSchema, MOST_SUBS)
  .nullish()
  .transform((list) => list ?? []);

/** What a list and a detail page share. `sales_volume` null = a placeholder. `type`: 1 automatic, 2 manual, 3 processing. */
export const goodsSchema = z.looseObject({
  id: wireId,
  name: wireText,
  description: wireText,
  picture: wireText,
  price: wireMoney,
  sales_volume: wireInteger,
  type: wireInteger,
  type_name: wireText,
  subs,
});

export const goodsDetailSchema = z.looseObject({
  ...goodsSchema.shape,
  detail: wireText,
  usage_instructions: wireText,
  require_login: wireBoolean,
});

export type Goods = z.output<typeof goodsSchema>;
export type GoodsDetail = z.output<typeof goodsDetailSchema>;
export type GoodsSub = z.output<typeof goodsSubSchema>;

/** The id of a good, as it goes into a path. */
export const goodsIdInput = z.object({ id: z.int().positive() });
