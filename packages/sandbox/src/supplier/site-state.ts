import { shortYuan } from '../money.ts';
import type { SentNotification, Site, Status } from './site.ts';

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
  /** The numbers of trades that have not committed yet. */
  under_way: string[];
  /** What is really left, by SKU; what the shop tells may be older. */
  stock: Record<string, number>;
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
    under_way: [...site.underWay.keys()],
    stock: Object.fromEntries(site.stock),
  };
}
