import {
  KamikitError,
  type Money,
  type SupplierClient,
  type SupplierItem,
  type SupplierSku,
} from '@kamikit/core';
import * as z from 'zod';
import { cleanText } from './clean-text.ts';

// Which item a SKU belongs to does not change; only the whole list tells it, and that may be large.
const itemIds = new WeakMap<SupplierClient, Map<number, number>>();

/**
 * A SKU with its item, as they are now.
 *
 * @throws {KamikitError} `not_found` when the shop has no such SKU.
 */
export async function findSku(
  client: SupplierClient,
  skuId: number,
  signal: AbortSignal,
): Promise<{ item: SupplierItem; sku: SupplierSku }> {
  const known = itemIds.get(client)?.get(skuId);
  const itemId = known ?? (await readItemIds(client, signal)).get(skuId);
  if (itemId === undefined) throw noSuchSku(skuId);
  const item = await client.item(itemId, { signal });
  const sku = item.sku.find(({ id }) => id === skuId);
  if (sku === undefined) throw noSuchSku(skuId);
  return { item, sku };
}

async function readItemIds(client: SupplierClient, signal: AbortSignal): Promise<Map<number, number>> {
  const items = await client.items({ signal });
  const ids = new Map(items.flatMap((item) => item.sku.map((sku) => [sku.id, item.id])));
  itemIds.set(client, ids);
  return ids;
}

function noSuchSku(skuId: number): KamikitError {
  return new KamikitError(`The supplier has no SKU ${skuId}; supplier_items lists what there is.`, {
    code: 'not_found',
    upstream: 'supplier',
    operation: 'supplier.items',
    outcome: 'not_committed',
  });
}

/** A SKU as a model sees it; `stock` null with a text is delivered by hand and can be bought. */
export const skuView = z.object({
  id: z.int(),
  name: z.string().nullable(),
  stock_price: z.string().nullable(),
  stock: z.int().nullable(),
  stock_text: z.string().nullable().optional(),
});

type SkuFacts = Pick<SupplierSku, 'id' | 'name' | 'stock_price' | 'stock' | 'stock_text'>;

export function viewSku({ id, name, stock_price, stock, stock_text }: SkuFacts): z.input<typeof skuView> {
  return {
    id,
    name: cleanText(name, 60),
    stock_price,
    stock,
    ...(stock === null && { stock_text: cleanText(stock_text, 40) }),
  };
}

/** What this account would pay; null on a shop that does not tell. */
export async function amountFor(
  client: SupplierClient,
  skuId: number,
  quantity: number,
  signal: AbortSignal,
): Promise<Money | null> {
  try {
    return (await client.amount(skuId, quantity, { signal })).amount;
  } catch (error) {
    if (error instanceof KamikitError && error.code === 'not_found') return null;
    throw error;
  }
}
