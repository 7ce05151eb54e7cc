import { KamikitError, type SupplierClient, type SupplierItem, type SupplierSku } from '@kamikit/core';

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
  signal: AbortSignal | undefined,
): Promise<{ item: SupplierItem; sku: SupplierSku }> {
  const known = itemIds.get(client)?.get(skuId);
  const itemId = known ?? (await readItemIds(client, signal)).get(skuId);
  if (itemId === undefined) throw noSuchSku(skuId);
  const item = await client.item(itemId, { signal });
  const sku = item.sku.find(({ id }) => id === skuId);
  if (sku === undefined) throw noSuchSku(skuId);
  return { item, sku };
}

async function readItemIds(
  client: SupplierClient,
  signal: AbortSignal | undefined,
): Promise<Map<number, number>> {
  const items = await client.items({ signal });
  const ids = new Map(items.flatMap((item) => item.sku.map((sku) => [sku.id, item.id])));
  itemIds.set(client, ids);
  return ids;
}

function noSuchSku(skuId: number): KamikitError {
  return new KamikitError(`The supplier has no SKU ${skuId}; its list of items shows the ones it has.`, {
    code: 'not_found',
    upstream: 'supplier',
    operation: 'supplier.items',
    outcome: 'not_committed',
    neverSent: true,
  });
}
