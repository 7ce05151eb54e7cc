import * as z from 'zod';
import { defineEndpoint } from '../endpoint.ts';
import { otherThanAsked } from '../other-than-asked.ts';
import { readStock, wireId, wireMoney, wireRows, wireText } from '../wire.ts';
import { goodsIdInput, MOST_SUBS } from './goods.ts';

const stockSub = z
  .looseObject({ sub_id: wireId, sub_name: wireText, price: wireMoney, stock: z.unknown().optional() })
  .transform((sub) => ({ ...sub, ...readStock(sub.stock) }));

export const getStock = defineEndpoint({
  operation: 'storefront.get_stock',
  method: 'GET',
  path: 'goods/{id}/stock',
  effect: 'read',
  source: 'storefront document, GET /goods/{id}/stock',
  input: goodsIdInput,
  output: z.looseObject({ goods_id: wireId, goods_name: wireText, subs: wireRows(stockSub, MOST_SUBS) }),
  contradicts: (stock, { id }) => otherThanAsked('good', stock.goods_id, id),
});
