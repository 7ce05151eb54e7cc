import { fixedYuan } from '../money.ts';
import type { Reply } from '../reply.ts';
import type { Course } from '../upstream.ts';
import { itemView } from './item-view.ts';
import { refuse, success } from './replies.ts';
import type { Site } from './site.ts';
import { stockState, stockText } from './stock.ts';
import { commitTrade, deliver, draftTrade } from './trade.ts';
import { checkTrade, findSku, readQuantity } from './trade-checks.ts';
import { tradeView } from './trade-view.ts';
import { commitLate, numberUsed, saveAloud } from './under-way.ts';

export type Action = (
  site: Site,
  fields: Record<string, string>,
  course?: Course,
) => Reply | Promise<Reply | null>;

/** The whole list; what has gone off sale since stands in it as in a list that somebody kept. */
export const items: Action = (site) => success(site.items.map((item) => itemView(site, item)));

export const item: Action = (site, { id }) => {
  const found = site.items.find((each) => String(each.id) === id);
  if (!found) return refuse('商品不存在');
  return found.onSale ? success(itemView(site, found)) : refuse('商品不可用#0');
};

/** Of an unknown SKU there is none, which is no refusal (supplier facts, stock). */
export const skuStock: Action = (site, fields) => {
  const found = findSku(site, fields);
  return success({ stock: found ? stockText(site, found.sku) : '0' });
};

export const skuState: Action = (site, fields) => {
  const found = findSku(site, fields);
  return success({ state: found !== null && stockState(site, found.item, found.sku) });
};

export const connect: Action = (site) =>
  success({ username: 'sandbox-buyer', balance: fixedYuan(site.balance) });

export const amount: Action = (site, fields) => {
  const found = findSku(site, fields);
  const quantity = readQuantity(fields);
  if (!found) return refuse('SKU 不存在');
  return quantity === null ? refuse('金额错误') : success({ amount: fixedYuan(found.sku.fen * quantity) });
};

export const trade: Action = (site, fields, course) => {
  const checked = checkTrade(site, fields);
  if (checked.kind === 'refused') return refuse(checked.msg);
  if (checked.kind === 'used') return numberUsed(site, fields.trade_no ?? '');
  const draft = draftTrade(site, checked.wish);
  if (course?.kind === 'commit_late') return commitLate(site, draft, course);
  if (course?.kind === 'roll_back') return saveAloud(site, draft, course);
  if (site.manner.notify_on_save) return saveAloud(site, draft, null);
  deliver(site, draft);
  commitTrade(site, draft);
  return success(tradeView(draft, site.manner.status_field));
};

export const query: Action = (site, { trade_no = '' }) => {
  const found = site.trades.get(trade_no);
  return found ? success(tradeView(found, site.manner.status_field)) : refuse('订单不存在');
};
