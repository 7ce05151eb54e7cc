import { mapInTurns, STOREFRONT_URL } from '@kamikit/core';
import * as z from 'zod';
import { cleanText } from '../views/clean-text.ts';
import { goodsSubView, viewGoodsSub } from '../views/goods-view.ts';
import { viewPicture } from '../views/picture-view.ts';
import { defineTool } from './define-tool.ts';
import { id } from './input.ts';

export const getGoods = defineTool({
  name: 'get_goods',
  title: 'Show a product',
  description:
    'Show one product with details, instructions and the live price and stock of each specification; use it before purchase.',
  needs: ['storefront'],
  effect: 'read',
  input: z.strictObject({ goods_id: id }),
  output: z.object({
    id: z.int(),
    name: z.string().nullable(),
    picture: z.string().nullable(),
    price: z.string().nullable(),
    type: z.int().nullable(),
    type_name: z.string().nullable(),
    sales_volume: z.int().nullable(),
    require_login: z.boolean().nullable(),
    description: z.string().nullable(),
    detail: z.string().nullable(),
    usage_instructions: z.string().nullable(),
    subs: z.array(goodsSubView),
    next: z.string().optional(),
  }),
  async run({ goods_id }, { storefront, config, signal, say }) {
    const client = await storefront();
    const [goods, stock] = await Promise.all([
      client.getGoods(goods_id, { signal }),
      client.getStock(goods_id, { signal }),
    ]);
    return {
      id: goods.id,
      name: cleanText(goods.name, 120),
      picture: viewPicture(goods.picture, config.storefront && (config.storefront.url ?? STOREFRONT_URL)),
      price: goods.price,
      type: goods.type,
      type_name: cleanText(goods.type_name, 40),
      sales_volume: goods.sales_volume,
      require_login: goods.require_login,
      description: cleanText(goods.description, 500),
      detail: cleanText(goods.detail, 3000),
      usage_instructions: cleanText(goods.usage_instructions, 3000),
      subs: await mapInTurns(
        stock.subs,
        (sub) => viewGoodsSub({ ...sub, id: sub.sub_id, name: sub.sub_name }),
        signal,
      ),
      ...(stock.subs.length === 0 && { next: say.result.noSpecification }),
    };
  },
});
