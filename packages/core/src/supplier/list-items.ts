import { z } from 'zod';
import { defineEndpoint } from '../endpoint.ts';
import { itemSchema } from './item.ts';

export const listItems = defineEndpoint({
  operation: 'supplier.items',
  method: 'POST',
  path: 'items',
  effect: 'read',
  source: 'supplier document, 获取全部货源列表',
  input: z.object({}),
  output: z.array(itemSchema),
  maxBodyBytes: 64 * 1024 * 1024, // the whole catalogue in one answer, without paging
});
