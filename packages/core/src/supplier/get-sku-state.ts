import * as z from 'zod';
import { defineEndpoint } from '../endpoint.ts';
import { wireBoolean } from '../wire.ts';

export const skuQuantityInput = z.object({ sku_id: z.int().positive(), quantity: z.int().positive() });

export const getSkuState = defineEndpoint({
  operation: 'supplier.sku_state',
  method: 'POST',
  path: 'sku/state',
  effect: 'read',
  source: 'supplier document, 获取SKU当前状态',
  input: skuQuantityInput,
  output: z.looseObject({ state: wireBoolean }),
});
