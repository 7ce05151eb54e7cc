import type { Tool } from '../tool.ts';
import { getBalance } from './get-balance.ts';
import { getGoods } from './get-goods.ts';
import { listGoods } from './list-goods.ts';
import { listLedger } from './list-ledger.ts';
import { pollOrder } from './poll-order.ts';
import { purchase } from './purchase.ts';
import { reconcileLedger } from './reconcile-ledger.ts';

/** Every tool, in the order in which a host lists them. */
export const tools: readonly Tool[] = [
  listGoods,
  getGoods,
  getBalance,
  purchase,
  pollOrder,
  listLedger,
  reconcileLedger,
];
