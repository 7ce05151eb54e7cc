import type { Good, Sub } from './catalogue/catalogue.ts';

/** Storefront facts, order status. 1 reads 待处理 as in the document's sample of a queued order. */
export const STATUS_TEXTS = {
  '1': '待处理',
  '2': '待处理',
  '3': '处理中',
  '4': '已完成',
  '5': '失败',
  '6': '异常',
  '-1': '已过期',
} as const;

export const COMPLETED = 4;
const QUEUED = 1;
const AWAITING_STAFF = 2;
const PROCESSING = 3;

export interface Order {
  order_sn: string;
  mode: 'sync' | 'async';
  good: Good;
  sub: Sub;
  quantity: number;
  /** All money in fen. */
  total: number;
  actual: number;
  balanceUsed: number;
  /** Epoch milliseconds on the sandbox's clock. */
  createdAt: number;
  /** Drawn at purchase, shown when completed. */
  cards: readonly string[];
  /** What a test has decided, overriding the passage of time. */
  settled: { status: number; cards: string | string[] | undefined } | null;
  refunded: boolean;
}

/** What has become of an order by now. Nothing runs in the background: it follows from its age. */
export function orderStatus(order: Order, now: number, orderDelayMs: number): number {
  if (order.settled !== null) return order.settled.status;
  if (order.good.type === 2) return AWAITING_STAFF;
  if (order.mode === 'sync' && order.good.type === 1) return COMPLETED;
  const delay = order.good.type === 3 ? 3 * orderDelayMs : orderDelayMs;
  const age = now - order.createdAt;
  if (age >= delay) return COMPLETED;
  return age * 2 >= delay ? PROCESSING : QUEUED;
}

/** The cards as they go over the wire; null while there are none (storefront facts, cards). */
export function orderCards(order: Order, status: number): string | readonly string[] | null {
  if (order.settled?.cards !== undefined) return order.settled.cards;
  if (status !== COMPLETED) return null;
  return order.good.oddity.cards === 'list' ? order.cards : order.cards.join('\n');
}
