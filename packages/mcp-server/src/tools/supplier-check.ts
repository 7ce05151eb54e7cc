import { stockLevel } from '@kamikit/core';
import * as z from 'zod';
import { cleanText } from '../views/clean-text.ts';
import { stockLevelView } from '../views/sku-view.ts';
import { defineTool } from './define-tool.ts';
import { id, integer } from './input.ts';

export const supplierCheck = defineTool({
  name: 'supplier_check',
  title: 'Check a SKU',
  description:
    'Check the live stock of a SKU, whether it can be bought, and what a quantity costs this account in yuan; use it right before supplier_trade.',
  needs: ['supplier'],
  effect: 'read',
  input: z.strictObject({ sku_id: id, quantity: integer(1, 10_000) }),
  output: z.object({
    sku_id: z.int(),
    quantity: z.int(),
    stock: z.int().nullable(),
    stock_text: z.string().nullable(),
    stock_level: stockLevelView,
    state: z.boolean().nullable(),
    amount: z.string().nullable(),
  }),
  async run({ sku_id, quantity }, { supplier, signal }) {
    const client = await supplier();
    const [{ stock, stock_text }, { state }, amount] = await Promise.all([
      client.skuStock(sku_id, { signal }),
      client.skuState(sku_id, quantity, { signal }),
      client.findAmount(sku_id, quantity, { signal }),
    ]);
    const stock_level = stockLevel({ stock, stock_text });
    return { sku_id, quantity, stock, stock_text: cleanText(stock_text, 40), stock_level, state, amount };
  },
});
