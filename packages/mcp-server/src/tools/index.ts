import { controlJob } from './control-job.ts';
import type { Tool } from './define-tool.ts';
import { deleteCard } from './delete-card.ts';
import { generateCards } from './generate-cards.ts';
import { getBalance } from './get-balance.ts';
import { getGoods } from './get-goods.ts';
import { getJob } from './get-job.ts';
import { listGoods } from './list-goods.ts';
import { listLedger } from './list-ledger.ts';
import { markUsed } from './mark-used.ts';
import { pollOrder } from './poll-order.ts';
import { purchase } from './purchase.ts';
import { queryCards } from './query-cards.ts';
import { rechargeCard } from './recharge-card.ts';
import { reconcileLedger } from './reconcile-ledger.ts';
import { spendingSummary } from './spending-summary.ts';
import { startJob } from './start-job.ts';
import { supplierCheck } from './supplier-check.ts';
import { supplierItem } from './supplier-item.ts';
import { supplierItems } from './supplier-items.ts';
import { supplierQuery } from './supplier-query.ts';
import { supplierTrade } from './supplier-trade.ts';
import { useCard } from './use-card.ts';
import { verifyCard } from './verify-card.ts';

/** Every tool, in the order in which a host lists them. */
export const tools: readonly Tool[] = [
  ...[listGoods, getGoods, getBalance, purchase, pollOrder],
  ...[verifyCard, useCard, generateCards, queryCards, rechargeCard, deleteCard],
  ...[supplierItems, supplierItem, supplierCheck, supplierTrade, supplierQuery],
  ...[startJob, getJob, controlJob],
  ...[listLedger, spendingSummary, markUsed, reconcileLedger],
];
