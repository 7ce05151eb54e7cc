import { shortYuan } from '../money.ts';
import type { Means } from '../upstream.ts';
import { catalogue, type Good } from './catalogue/catalogue.ts';
import { type Order, orderCards, orderStatus } from './order.ts';

interface Charge {
  order_sn: string;
  fen: number;
  at: number;
}

/** Money in fen. */
export interface Shop extends Omit<Means, 'balance'> {
  balance: number;
  totalSpent: number;
  /** What is left, by specification. */
  stock: Map<number, number>;
  /** By `order_sn`, oldest first. */
  orders: Map<string, Order>;
  charges: Charge[];
}

/** Money as decimal text in yuan, times as ISO 8601. */
export interface StorefrontState {
  balance: string;
  total_spent: string;
  orders: StorefrontOrderState[];
  /** One for each time money was taken. A refund keeps its charge here and marks it. */
  charges: Array<{ order_sn: string; amount: string; at: string; refunded: boolean }>;
}

export interface StorefrontOrderState {
  order_sn: string;
  mode: 'sync' | 'async';
  goods_id: number;
  sub_id: number;
  quantity: number;
  total_price: string;
  actual_price: string;
  status: number;
  cards: string | readonly string[] | null;
  created_at: string;
}

export function openShop(means: Means): Shop {
  const subs = catalogue.flatMap((good) => good.subs);
  return {
    ...means,
    balance: Math.round((means.balance ?? 1000) * 100),
    totalSpent: 5000_00,
    stock: new Map(subs.map(({ id, stock }) => [id, stock])),
    orders: new Map(),
    charges: [],
  };
}

export function findGood(id: number): Good | undefined {
  return catalogue.find((good) => good.id === id);
}

export function shopState({
  balance,
  totalSpent,
  orders,
  charges,
  clock,
  orderDelayMs,
}: Shop): StorefrontState {
  const iso = (epochMs: number) => new Date(epochMs).toISOString();
  return {
    balance: shortYuan(balance),
    total_spent: shortYuan(totalSpent),
    orders: [...orders.values()].map((order) => {
      const status = orderStatus(order, clock.now(), orderDelayMs);
      return {
        order_sn: order.order_sn,
        mode: order.mode,
        goods_id: order.good.id,
        sub_id: order.sub.id,
        quantity: order.quantity,
        total_price: shortYuan(order.total),
        actual_price: shortYuan(order.actual),
        status,
        cards: orderCards(order, status),
        created_at: iso(order.createdAt),
      };
    }),
    charges: charges.map(({ order_sn, fen, at }) => ({
      order_sn,
      amount: shortYuan(fen),
      at: iso(at),
      refunded: orders.get(order_sn)?.refunded === true,
    })),
  };
}
