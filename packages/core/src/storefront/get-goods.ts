import { defineEndpoint } from '../endpoint.ts';
import { otherThanAsked } from '../other-than-asked.ts';
import { goodsDetailSchema, goodsIdInput } from './goods.ts';

export const getGoods = defineEndpoint({
  operation: 'storefront.get_goods',
  method: 'GET',
  path: 'goods/{id}',
  effect: 'read',
  source: 'storefront document, GET /goods/{id}',
  input: goodsIdInput,
  output: goodsDetailSchema,
  maxBodyBytes: 4 * 1024 * 1024, // the page may hold its pictures
  contradicts: (goods, { id }) => otherThanAsked('good', goods.id, id),
});
