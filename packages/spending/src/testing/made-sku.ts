import type { SupplierClient, SupplierItem, SupplierSku } from '@kamikit/core';
import { madeSupplier } from './made-clients.ts';
import { madeParts, yuan } from './made-ledger.ts';

/** The second of the SKUs of an item, of which two are in stock at ten yuan; a test says what is otherwise. */
export function madeSku(changes: Partial<SupplierSku> = {}): SupplierSku {
  const none = { picture_url: null, message: null, stock_text: null };
  return { id: 12, name: '月卡', stock_price: yuan(10), stock: 2, ...none, ...changes };
}

function madeItem(...sku: SupplierItem['sku']): SupplierItem {
  const none = { introduce: null, picture_url: null, category: null, api_code: null, widget: null };
  return { id: 1, name: '会员', sku, ...none };
}

/** A supplier of that SKU; gives what it is asked, in order, and with which signals. */
export function shopOf(sku: SupplierSku, answers: Partial<SupplierClient> = {}) {
  const asked: unknown[][] = [];
  const telling =
    <T>(name: string, value: T) =>
    async (...args: unknown[]) => {
      asked.push([name, ...args]);
      return value;
    };
  const item = madeItem(madeSku({ id: 11 }), sku);
  const supplier = madeSupplier({
    ...{ items: telling('items', [item, { ...madeItem(madeSku({ id: 21 })), id: 2 }]) },
    ...{ item: telling('item', item), findAmount: telling('findAmount', yuan(19)) },
    connect: telling('connect', { username: null, balance: yuan(500) }),
    ...answers,
  });
  return { asked, supplier, parts: madeParts({ parts: { supplier } }) };
}
