import { mapInTurns, type Widget } from '@kamikit/core';
import { stripInvisible } from '@kamikit/core/base';
import * as z from 'zod';
import { cleanText } from '../views/clean-text.ts';
import { viewPicture } from '../views/picture-view.ts';
import { skuView, viewSku } from '../views/sku-view.ts';
import { defineTool } from './define-tool.ts';
import { id } from './input.ts';

// No shop's own form has a longer one.
const LONGEST_PATTERN = 300;
// Each is a request of its own.
const MOST_LIVE = 50;

export const supplierItem = defineTool({
  name: 'supplier_item',
  title: 'Show an item',
  description:
    'Show one supplier item with the live stock of each SKU and the fields to fill in; use it before supplier_trade.',
  needs: ['supplier'],
  effect: 'read',
  input: z.strictObject({ item_id: id }),
  output: z.object({
    id: z.int(),
    name: z.string().nullable(),
    category: z.string().nullable(),
    introduce: z.string().nullable(),
    picture: z.string().nullable(),
    sku: z.array(skuView),
    notice: z.string().optional(),
    next: z.string().optional(),
    fields: z
      .array(
        z.object({
          name: z.string(),
          title: z.string().nullable(),
          required: z.boolean(),
          placeholder: z.string().nullable(),
          regex: z.string().nullable(),
          options: z.array(z.string()),
          default: z.string().nullable(),
        }),
      )
      .nullable(),
  }),
  async run({ item_id }, { supplier, config, signal, say }) {
    const client = await supplier();
    const item = await client.item(item_id, { signal });
    const live = await Promise.all(
      item.sku.slice(0, MOST_LIVE).map(async (each) => {
        const { stock, stock_text } = await client.skuStock(each.id, { signal });
        return viewSku({ ...each, stock, stock_text });
      }),
    );
    const listed = await mapInTurns(item.sku.slice(MOST_LIVE), viewSku, signal);
    return {
      id: item.id,
      name: cleanText(item.name, 120),
      category: cleanText(item.category?.name ?? null, 40),
      introduce: cleanText(item.introduce, 3_000),
      picture: viewPicture(item.picture_url, config.supplier?.url),
      sku: [...live, ...listed],
      ...(listed.length > 0 && { notice: say.result.liveOnly({ first: MOST_LIVE }) }),
      ...(item.sku.length === 0 && { next: say.result.noSku }),
      fields: item.widget && (await mapInTurns(item.widget, (widget) => viewField(widget, signal), signal)),
    };
  },
});

/** A field to fill in; its pattern and its name as they are, for they have to match. */
async function viewField(
  { name, title, required, placeholder, regex, options }: Widget,
  signal: AbortSignal,
) {
  return {
    // Exact, as it is to be filled in by it.
    ...{ name: stripInvisible(name), required },
    regex: regex === null ? null : stripInvisible(regex.slice(0, LONGEST_PATTERN)),
    title: cleanText(title, 60),
    placeholder: cleanText(placeholder, 100),
    options: await mapInTurns(options, ({ label }) => cleanText(label, 60) ?? '', signal),
    default: cleanText(options.find(({ is_default }) => is_default)?.label ?? null, 60),
  };
}
