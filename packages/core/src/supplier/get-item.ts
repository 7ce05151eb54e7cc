import * as z from 'zod';
import { defineEndpoint } from '../endpoint.ts';
import { otherThanAsked } from '../other-than-asked.ts';
import { itemSchema } from './item.ts';

export const getItem = defineEndpoint({
  operation: 'supplier.item',
  method: 'POST',
  path: 'item',
  effect: 'read',
  source: 'supplier document, 单独获取某个商货源信息',
  input: z.object({ id: z.int().positive() }),
  output: itemSchema,
  maxBodyBytes: 4 * 1024 * 1024, // the page may hold its pictures
  contradicts: (item, { id }) => otherThanAsked('item', item.id, id),
});
