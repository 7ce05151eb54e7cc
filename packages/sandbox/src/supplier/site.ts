import type { Means } from '../upstream.ts';
import { catalogueOf, type Item, type Sku, type StockMode } from './catalogue.ts';
import type { Told } from './stock.ts';

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
  /** What becomes of it by itself once it has waited long enough. */
  due: Status | null;
}

/** A trade whose transaction is open: nobody but its own request sees it yet. */
export interface UnderWay {
  trade: Trade;
  /** When it commits, on the sandbox's clock. */
  commitsAt: number;
  /** What a second request with its number meets meanwhile. */
  again: 'page' | 'waits';
  /** Resolves when the transaction has ended. */
  ended: Promise<void>;
  end(): void;
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
  /** Whether stock and state stay as they were told first. */
  stock_cache: boolean;
  /** How every card tells its stock; null: as the catalogue has it. */
  stock_mode: StockMode | null;
  /** Whether the notifier fires whenever an order is saved, inside the trade's transaction too. */
  notify_on_save: boolean;
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
  /** By SKU. */
  told: Map<number, Told>;
  /** By the buyer's number. */
  underWay: Map<string, UnderWay>;
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
    manner: {
      ...{ prefix: '/plugin/open-api', without: [], status_field: true, items: 0 },
      ...{ stock_cache: true, stock_mode: null, notify_on_save: false },
    },
    items,
    balance: Math.round((means.balance ?? 500) * 100),
    stock: new Map(items.flatMap(({ sku }) => sku.map(({ id, stock }) => [id, stock]))),
    told: new Map(),
    underWay: new Map(),
    trades: new Map(),
    charges: [],
    refunds: [],
    notifications: [],
  };
}
