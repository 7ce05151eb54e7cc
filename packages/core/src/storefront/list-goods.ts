import * as z from 'zod';
import { defineEndpoint } from '../endpoint.ts';
import { wireInteger, wireRows } from '../wire.ts';
import { goodsSchema } from './goods.ts';

export const listGoods = defineEndpoint({
  operation: 'storefront.list_goods',
  method: 'GET',
  path: 'goods',
  effect: 'read',
  source: 'storefront document, GET /goods',
  input: z.object({
    group_id: z.int().positive().optional(),
    type: z.int().positive().optional(),
    search: z.string().optional(),
    per_page: z.int().min(1).max(100).optional(),
    page: z.int().positive().optional(),
  }),
  // A subset of Laravel's paginator: there is no last_page, and total may be a placeholder.
  output: z.looseObject({
    current_page: wireInteger,
    data: wireRows(goodsSchema, 1_000),
    total: wireInteger,
    per_page: wireInteger,
  }),
  maxBodyBytes: 4 * 1024 * 1024,
});
