import type { Item, Sku } from './catalogue.ts';
import type { Site, Trade } from './site.ts';
import { cardsLeft } from './stock.ts';
import { widgetFault } from './widget.ts';

type Fields = Record<string, string>;

/** What a trade asks for. */
export type Wish = Pick<Trade, 'item' | 'sku' | 'quantity' | 'item_trade_no' | 'asyncUrl'>;

/** What a trade comes to before anything is written. */
export type Checked =
  | { kind: 'refused'; msg: string }
  /** The unique index knows the number; what follows is a page. */
  | { kind: 'used' }
  | { kind: 'fine'; wish: Wish };

/**
 * The real shop's checks in its order (supplier facts, checks). What is looked at before the unique index answers a
 * used number too, so that a refusal does not prove that the number bought nothing.
 */
export function checkTrade(site: Site, fields: Fields): Checked {
  const { trade_no = '', async_url } = fields;
  if (Buffer.byteLength(trade_no) !== 24) return refused('订单号不能低于24位');
  const found = findSku(site, fields);
  if (found === null) return refused('SKU 不存在');
  const { item, sku } = found;
  if (!item.onSale) return refused('商品未上架');
  for (const widget of item.widgets) {
    const fault = widgetFault(widget, fields);
    if (fault !== null) return refused(fault);
  }
  const quantity = readQuantity(fields);
  if (quantity === null || sku.fen === 0) return refused('金额错误');
  if (site.balance - heldBack(site) < sku.fen * quantity) return refused('余额不足');
  if (site.trades.has(trade_no) || site.underWay.has(trade_no)) return { kind: 'used' };
  if (sku.delivery === 'unplugged') return refused('发货插件未启用');
  // For one, however many are ordered (supplier facts, more than there is).
  if (cardsLeft(site, sku) === 0) return refused('库存不足');
  return {
    kind: 'fine',
    wish: { item, sku, quantity, item_trade_no: trade_no, asyncUrl: async_url || null },
  };
}

export function findSku({ items }: Site, { sku_id }: Fields): { item: Item; sku: Sku } | null {
  for (const item of items) {
    const sku = item.sku.find(({ id }) => String(id) === sku_id);
    if (sku) return { item, sku };
  }
  return null;
}

/** Null for what makes no amount above zero. */
export function readQuantity({ quantity = '' }: Fields): number | null {
  return /^[1-9]\d{0,8}$/.test(quantity) ? Number(quantity) : null;
}

/** The open transactions hold the account's row. */
function heldBack({ underWay }: Site): number {
  return [...underWay.values()].reduce((sum, { trade }) => sum + trade.fen, 0);
}

function refused(msg: string): Checked {
  return { kind: 'refused', msg };
}
