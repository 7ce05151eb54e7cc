import { mapInTurns } from '@kamikit/core';
import * as z from 'zod';
import { cleanText } from '../views/clean-text.ts';
import { compactText } from '../views/compact-text.ts';
import { goodsSubView, viewGoodsSub } from '../views/goods-view.ts';
import { defineTool } from './define-tool.ts';
import { id, integer, text } from './input.ts';

export const listGoods = defineTool({
  name: 'list_goods',
  title: 'Browse the shop',
  description:
    'List what the shop sells (商品), with prices in yuan and stock per specification; use it to find goods_id and sub_id. Search in Chinese. Call get_goods before buying.',
  needs: ['storefront'],
  effect: 'read',
  input: z.strictObject({
    search: text(100).optional(),
    group_id: id.optional(),
    type: integer(1, 99).describe('1 automatic, 2 manual, 3 processed').optional(),
    page: integer(1).optional(),
    per_page: integer(1, 100).describe('Default 15').optional(),
  }),
  output: z.object({
    current_page: z.int(),
    per_page: z.int(),
    total: z.int().nullable(),
    has_more: z.boolean(),
    data: z.array(
      z.object({
        id: z.int(),
        name: z.string().nullable(),
        price: z.string().nullable(),
        type: z.int().nullable(),
        description: z.string().nullable(),
        subs: z.array(goodsSubView),
      }),
    ),
  }),
  text: compactText,
  async run(filter, { storefront, signal }) {
    const page = await (await storefront()).listGoods(filter, { signal });
    const currentPage = page.current_page ?? filter.page ?? 1;
    const perPage = page.per_page ?? filter.per_page ?? 15;
    return {
      current_page: currentPage,
      per_page: perPage,
      total: page.total,
      has_more:
        page.total === null
          ? page.data.length > 0 && page.data.length >= perPage
          : page.data.length > 0 && currentPage * perPage < page.total,
      data: await mapInTurns(
        page.data,
        async (goods) => ({
          id: goods.id,
          name: cleanText(goods.name, 80),
          price: goods.price,
          type: goods.type,
          description: cleanText(goods.description, 40),
          subs: await mapInTurns(goods.subs, viewGoodsSub, signal),
        }),
        signal,
      ),
    };
  },
});
