import { fixedYuan } from '../money.ts';
import { jsonReply, pageReply, type Reply } from '../reply.ts';
import type { Item, Sku, Widget } from './catalogue.ts';
import { itemView, stockText } from './item-view.ts';
import type { Site } from './site.ts';
import { openTrade } from './trade.ts';
import { tradeView } from './trade-view.ts';

type Fields = Record<string, string>;
export type Action = (site: Site, fields: Fields) => Reply;

/** `{code: 200, msg: 'success', data}` (supplier facts, success). */
export function success(data: unknown): Reply {
  return jsonReply(200, { code: 200, msg: 'success', data });
}

/** HTTP 200 all the same (supplier facts, refusal); validators use -10. */
export function refuse(msg: string, code = 0): Reply {
  return jsonReply(200, { code, msg });
}

export const items: Action = (site) => success(site.items.map((item) => itemView(site, item)));

export const item: Action = (site, { id }) => {
  const found = site.items.find((each) => String(each.id) === id);
  return found ? success(itemView(site, found)) : refuse('商品不存在');
};

export const skuStock: Action = (site, fields) => {
  const found = findSku(site, fields);
  return found ? success({ stock: stockText(site, found.item, found.sku) }) : refuse('SKU 不存在');
};

/** Cached and blind to the quantity (supplier facts, items): a sold-out SKU may still say yes. */
export const skuState: Action = (site, fields) => {
  const found = findSku(site, fields);
  return found ? success({ state: found.item.onSale }) : refuse('SKU 不存在');
};

export const connect: Action = (site) =>
  success({ username: 'sandbox-buyer', balance: fixedYuan(site.balance) });

export const amount: Action = (site, fields) => {
  const found = findSku(site, fields);
  const quantity = readQuantity(fields);
  if (!found) return refuse('SKU 不存在');
  return quantity === null ? refuse('金额错误') : success({ amount: fixedYuan(found.sku.fen * quantity) });
};

export const trade: Action = (site, fields) => {
  const { trade_no = '', async_url } = fields;
  if (Buffer.byteLength(trade_no) < 24) return refuse('订单号不能低于24位', -10);
  const quantity = readQuantity(fields);
  const found = findSku(site, fields);
  if (!found) return refuse('SKU 不存在');
  if (quantity === null) return refuse('金额错误');
  if (!found.item.onSale) return refuse('<b>商品未上架</b>');
  const wrong = found.item.widgets
    .map((widget) => widgetFault(widget, fields))
    .find((fault) => fault !== null);
  if (wrong) return refuse(wrong, -10);
  if (site.balance < found.sku.fen * quantity) return refuse('余额不足');
  if (found.item.delivery !== 'by_hand' && (site.stock.get(found.sku.id) ?? 0) < quantity)
    return refuse('库存不足');
  // A unique index and a rollback: nothing catches the error, so a page comes back (supplier facts, duplicate trade_no).
  if (site.trades.has(trade_no)) return pageReply(200, '系统错误');
  const opened = openTrade(site, {
    ...found,
    ...{ quantity, item_trade_no: trade_no, asyncUrl: async_url ?? null },
  });
  return success(tradeView(opened, site.manner.status_field));
};

export const query: Action = (site, { trade_no = '' }) => {
  const found = site.trades.get(trade_no);
  return found ? success(tradeView(found, site.manner.status_field)) : refuse('订单不存在');
};

function findSku({ items: all }: Site, { sku_id }: Fields): { item: Item; sku: Sku } | null {
  for (const each of all) {
    const sku = each.sku.find(({ id }) => String(id) === sku_id);
    if (sku) return { item: each, sku };
  }
  return null;
}

function readQuantity({ quantity = '' }: Fields): number | null {
  return /^[1-9]\d{0,5}$/.test(quantity) ? Number(quantity) : null;
}

/** With a pattern, empty and wrong values are refused (supplier facts, items). */
function widgetFault({ name, title, regex, error }: Widget, fields: Fields): string | null {
  if (regex === undefined) return null;
  const value = fields[name] ?? '';
  if (value === '') return `${title} 不能为空`;
  return new RegExp(regex.replace(/^\/|\/$/g, '')).test(value) ? null : (error ?? `${title} 不正确`);
}
