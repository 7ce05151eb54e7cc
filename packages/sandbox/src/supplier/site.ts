import { shortYuan } from '../money.ts';
import type { Means } from '../upstream.ts';
import { catalogueOf, type Item, type Sku } from './catalogue.ts';

export const API_ID = '10001';
export const API_KEY = '8F3AFA4E5A4DB0C5';

/** 0 waiting, 1 shipped, 2 failed, 3 refunded (supplier document, 异步通知). */
export type Status = 0 | 1 | 2 | 3;

export interface Trade {
  /** The shop's number. */
  trade_no: string;
  /** The buyer's. */
  item_trade_no: string;
  item: Item;
  sku: Sku;
  quantity: number;
  fen: number;
  at: number;
  asyncUrl: string | null;
  status: Status;
  contents: string;
}

/** How the shop differs from others. */
export interface Manner {
  /** Below the shop's address; another one on a sub-site. */
  prefix: string;
  /** Endpoints that this shop does not have. */
  without: string[];
  /** Whether trade and query show the status. */
  status_field: boolean;
  /** How many items there are at least. */
  items: number;
}

export interface SentNotification {
  trade_no: string;
  status: number;
  url: string;
  /** What the receiver answered: its HTTP status and body, or why there was none. */
  answered: string;
}

export interface Site extends Omit<Means, 'balance'> {
  manner: Manner;
  items: Item[];
  balance: number;
  /** What is left, by SKU. */
  stock: Map<number, number>;
  /** By the buyer's number, oldest first. */
  trades: Map<string, Trade>;
  charges: Array<{ trade_no: string; item_trade_no: string; fen: number; at: number }>;
  refunds: Array<{ item_trade_no: string; fen: number; at: number }>;
  notifications: SentNotification[];
}

export function openSite(means: Means): Site {
  const items = catalogueOf(0);
  return {
    ...means,
    manner: { prefix: '/plugin/open-api', without: [], status_field: true, items: 0 },
    items,
    balance: Math.round((means.balance ?? 500) * 100),
    stock: new Map(items.flatMap(({ sku }) => sku.map(({ id, stock }) => [id, stock]))),
    trades: new Map(),
    charges: [],
    refunds: [],
    notifications: [],
  };
}

/** Money as decimal text in yuan, times as ISO 8601. */
export interface SupplierState {
  balance: string;
  trades: Array<{
    trade_no: string;
    item_trade_no: string;
    sku_id: number;
    quantity: number;
    amount: string;
    status: Status;
    contents: string;
    created_at: string;
  }>;
  charges: Array<{ trade_no: string; item_trade_no: string; amount: string; at: string }>;
  refunds: Array<{ item_trade_no: string; amount: string; at: string }>;
  notifications: SentNotification[];
}

export function siteState(site: Site): SupplierState {
  const iso = (epochMs: number) => new Date(epochMs).toISOString();
  return {
    balance: shortYuan(site.balance),
    trades: [...site.trades.values()].map(
      ({ sku, fen, at, trade_no, item_trade_no, quantity, status, contents }) => ({
        ...{ trade_no, item_trade_no, sku_id: sku.id, quantity, amount: shortYuan(fen) },
        ...{ status, contents, created_at: iso(at) },
      }),
    ),
    charges: site.charges.map(({ fen, at, ...charge }) => ({
      ...charge,
      amount: shortYuan(fen),
      at: iso(at),
    })),
    refunds: site.refunds.map(({ fen, at, ...refund }) => ({
      ...refund,
      amount: shortYuan(fen),
      at: iso(at),
    })),
    notifications: site.notifications.map((notification) => ({ ...notification })),
  };
}
