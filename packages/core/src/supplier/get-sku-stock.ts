import * as z from 'zod';
import { defineEndpoint } from '../endpoint.ts';
import { readStock } from '../wire.ts';

export const getSkuStock = defineEndpoint({
  operation: 'supplier.sku_stock',
  method: 'POST',
  path: 'sku/stock',
  effect: 'read',
  source: 'supplier document, 获取SKU库存数量',
  input: z.object({ sku_id: z.int().positive() }),
  output: z
    .looseObject({ stock: z.unknown().optional() })
    .transform((data) => ({ ...data, ...readStock(data.stock) })),
});
