import { mapInTurns, type SupplierItem } from '@kamikit/core';
import * as z from 'zod';
import { cleanText } from '../views/clean-text.ts';
import { compactText } from '../views/compact-text.ts';
import { skuView, viewSku } from '../views/sku-view.ts';
import { defineTool } from './define-tool.ts';
import { integer, text } from './input.ts';

export const supplierItems = defineTool({
  name: 'supplier_items',
  title: 'Browse the supplier',
  description:
    'List what the supplier (货源) sells to this account, with the price in yuan and stock per SKU; use it to find item_id and sku_id.',
  needs: ['supplier'],
  effect: 'read',
  input: z.strictObject({
    search: text(100).optional(),
    page: integer(1).optional(),
    per_page: integer(1, 100).describe('Default 15').optional(),
  }),
  output: z.object({
    page: z.int(),
    per_page: z.int(),
    total: z.int(),
    has_more: z.boolean(),
    items: z.array(
      z.object({
        id: z.int(),
        name: z.string().nullable(),
        category: z.string().nullable(),
        sku: z.array(skuView),
      }),
    ),
  }),
  text: compactText,
  async run({ search, page = 1, per_page = 15 }, { supplier, signal }) {
    const all = await (await supplier()).items({ signal });
    const wanted = search?.toLowerCase();
    const found = await mapInTurns(
      all,
      (item) =>
        wanted === undefined || wordsOf(item).some((word) => word?.toLowerCase().includes(wanted))
          ? [item]
          : [],
      signal,
    );
    const matching = found.flat();
    const from = (page - 1) * per_page;
    return {
      page,
      per_page,
      total: matching.length,
      has_more: from + per_page < matching.length,
      items: await mapInTurns(
        matching.slice(from, from + per_page),
        async (item) => ({
          id: item.id,
          name: cleanText(item.name, 80),
          category: cleanText(item.category?.name ?? null, 40),
          sku: await mapInTurns(item.sku, viewSku, signal),
        }),
        signal,
      ),
    };
  },
});

function wordsOf({ name, category, sku }: SupplierItem): Array<string | null | undefined> {
  return [name, category?.name, ...sku.map((each) => each.name)];
}
