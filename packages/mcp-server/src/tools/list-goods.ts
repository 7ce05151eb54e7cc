import { type Goods, type GoodsPage, KamikitError, mapInTurns, parseMoney } from '@kamikit/core';
import * as z from 'zod';
import { cleanText } from '../views/clean-text.ts';
import { compactText } from '../views/compact-text.ts';
import { goodsSubView, viewGoodsSub } from '../views/goods-view.ts';
import { defineTool, type ToolContext } from './define-tool.ts';
import { goodsByPrice, MOST_GOODS } from './goods-by-price.ts';
import { id, integer, positiveMoney, text } from './input.ts';
import { searchHint } from './search-parts.ts';

const input = z.strictObject({
  search: text(100).optional(),
  group_id: id.optional(),
  type: integer(1, 99).describe('1 automatic, 2 manual, 3 processed').optional(),
  price_max: positiveMoney.optional(),
  sort: z.enum(['price_asc', 'price_desc']).optional(),
  page: integer(1).optional(),
  per_page: integer(1, 100).describe('Default 15').optional(),
});

type Input = z.output<typeof input>;

/** A page, and what to know about how it was found. */
interface Found {
  page: Pick<GoodsPage, 'current_page' | 'per_page' | 'total' | 'data'>;
  notice?: string;
  /** What to do where nothing was found because of the price. */
  tooDear?: string;
}

export const listGoods = defineTool({
  name: 'list_goods',
  title: 'Browse the shop',
  description:
    'List what the shop sells (商品), with prices in yuan and stock per specification; use it to find goods_id and sub_id. Search in Chinese, by few words. Call get_goods before buying.',
  needs: ['storefront'],
  effect: 'read',
  input,
  output: z.object({
    current_page: z.int(),
    per_page: z.int(),
    total: z.int().nullable(),
    has_more: z.boolean(),
    notice: z.string().optional(),
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
    /** What to do where there is nothing. */
    next: z.string().optional(),
  }),
  text: compactText,
  async run(asked, context) {
    const { page, notice, tooDear } = await find(asked, context);
    const { data, total } = page;
    const currentPage = page.current_page ?? asked.page ?? 1;
    const perPage = page.per_page ?? asked.per_page ?? 15;
    return {
      current_page: currentPage,
      per_page: perPage,
      total,
      has_more:
        total === null
          ? data.length > 0 && data.length >= perPage
          : data.length > 0 && currentPage * perPage < total,
      ...(notice !== undefined && { notice }),
      data: await mapInTurns(data, (goods) => viewGoods(goods, context.signal), context.signal),
      ...(data.length === 0 && { next: tooDear ?? (await nextStep(asked, total, context)) }),
    };
  },
});

async function find(asked: Input, { storefront, signal, say }: ToolContext): Promise<Found> {
  const { sort, price_max, page = 1, per_page = 15, ...filter } = asked;
  const client = await storefront();
  if (sort === undefined && price_max === undefined)
    return { page: await client.listGoods(asked, { signal }) };
  const most = price_max === undefined ? undefined : parseMoney(price_max);
  const { goods, cheapest, isCut } = await goodsByPrice(client, filter, { sort, price_max: most }, signal);
  const data = goods.slice((page - 1) * per_page, page * per_page);
  return {
    page: { current_page: page, per_page, total: goods.length, data },
    ...(isCut && { notice: say.result.moreGoods({ looked: MOST_GOODS }) }),
    ...(goods.length === 0 &&
      cheapest !== null &&
      most !== undefined && { tooDear: say.result.tooDear({ most, cheapest }) }),
  };
}

async function viewGoods({ id, name, price, type, description, subs }: Goods, signal: AbortSignal) {
  return {
    ...{ id, name: cleanText(name, 80), price, type },
    description: cleanText(description, 40),
    subs: await mapInTurns(subs, viewGoodsSub, signal),
  };
}

async function nextStep(asked: Input, total: number | null, context: ToolContext): Promise<string> {
  const { search, group_id, type, page = 1 } = asked;
  const { shopEmpty, pastLastPage, withoutFilter } = context.say.result;
  if (page > 1 && total !== 0) return pastLastPage;
  const isFiltered = group_id !== undefined || type !== undefined;
  const told = search === undefined ? shopEmpty : await hint(search, { group_id, type }, context);
  return isFiltered ? `${told} ${withoutFilter}` : told;
}

// A hint is worth no longer wait, and whoever searched has the answer by then.
const HINT_MS = 5_000;

/** What else to search for; a shop that does not tell, or not soon, is no reason to fail. */
async function hint(
  search: string,
  filter: Pick<Input, 'group_id' | 'type'>,
  { storefront, signal, say }: ToolContext,
): Promise<string> {
  const client = await storefront();
  const late = AbortSignal.timeout(HINT_MS);
  const options = { signal: AbortSignal.any([signal, late]) };
  const count = async (part: string) => {
    const { data, total } = await client.listGoods({ ...filter, search: part, per_page: 1 }, options);
    return data.length === 0 ? 0 : total;
  };
  try {
    return await searchHint(search, count, say.result);
  } catch (error) {
    signal.throwIfAborted();
    if (!late.aborted && !(error instanceof KamikitError)) throw error;
    return say.result.nothingMatches;
  }
}
