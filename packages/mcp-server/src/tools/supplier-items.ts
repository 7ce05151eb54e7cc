import { mapInTurns, type SupplierItem } from '@kamikit/core';
import * as z from 'zod';
import { cleanText } from '../views/clean-text.ts';
import { compactText } from '../views/compact-text.ts';
import { skuView, viewSku } from '../views/sku-view.ts';
import { defineTool, type ToolContext } from './define-tool.ts';
import { integer, text } from './input.ts';
import { searchHint } from './search-parts.ts';

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
    /** What to do where there is nothing. */
    next: z.string().optional(),
  }),
  text: compactText,
  async run({ search, page = 1, per_page = 15 }, { supplier, signal, say }) {
    const all = await (await supplier()).items({ signal });
    const matching = await itemsWith(search, all, signal);
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
      ...(matching.length <= from && { next: await nextStep(search, matching.length, all, { signal, say }) }),
    };
  },
});

async function itemsWith(
  search: string | undefined,
  all: readonly SupplierItem[],
  signal: AbortSignal,
): Promise<SupplierItem[]> {
  const wanted = search?.toLowerCase();
  const isWanted = (item: SupplierItem) =>
    wanted === undefined || wordsOf(item).some((word) => word?.toLowerCase().includes(wanted));
  return (await mapInTurns(all, (item) => (isWanted(item) ? [item] : []), signal)).flat();
}

async function nextStep(
  search: string | undefined,
  total: number,
  all: readonly SupplierItem[],
  { signal, say }: Pick<ToolContext, 'signal' | 'say'>,
): Promise<string> {
  if (total > 0) return say.result.pastLastPage;
  if (search === undefined) return say.result.supplierEmpty;
  return searchHint(search, async (part) => (await itemsWith(part, all, signal)).length, say.result);
}

function wordsOf({ name, category, sku }: SupplierItem): Array<string | null | undefined> {
  return [name, category?.name, ...sku.map((each) => each.name)];
}
