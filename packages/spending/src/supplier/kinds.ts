import type * as z from 'zod';
import { ABSENCE_PROVES_AFTER_MS } from '../grace.ts';
import type { KindFacts } from '../kind.ts';
import { readBalance } from './balance.ts';
import { postedFields, quoteTrade } from './quote.ts';
import { reconcileTrade } from './reconcile.ts';
import { settleTrade } from './settle.ts';
import { contentsOf, type StoredTrade, storedTrade } from './stored.ts';
import { type TradeRequest, tradeWish } from './wish.ts';

export interface TradeTypes {
  wish: z.input<typeof tradeWish>;
  request: TradeRequest;
  result: StoredTrade;
}

/** Blanks around what was filled in make no other wish of it. */
function trimmed(fields: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, value.trim()]));
}

/** `POST trade` */
export const supplierTrade: KindFacts<TradeTypes> = {
  upstream: 'supplier',
  wish: tradeWish,
  result: storedTrade,
  leftOpen: [],
  quote: quoteTrade,
  async send({ sku_id, quantity, fields }, { reference, evidence }, parts) {
    const client = await parts.client('supplier');
    const notifyUrl = await parts.notifyUrl();
    return settleTrade(
      await client.trade({
        ...{ sku_id, quantity, fields: postedFields(evidence) ?? fields, is_new: true },
        ...(reference !== null && { trade_no: reference }),
        ...(notifyUrl !== null && { async_url: notifyUrl }),
      }),
    );
  },
  // A trade tells neither its goods nor their quantity (supplier facts, reply).
  async follow(tradeNo, _request, parts, { signal, maxWaitMs = Number.POSITIVE_INFINITY, onPoll }) {
    const client = await parts.client('supplier');
    return settleTrade(
      await client.waitForTrade(tradeNo, {
        ...{ signal, maxWaitMs },
        onPoll: (seen, elapsedMs) => onPoll?.(settleTrade(seen), elapsedMs),
      }),
    );
  },
  reconcile: reconcileTrade,
  absenceProvesAfterMs: ABSENCE_PROVES_AFTER_MS.supplier,
  delivered: contentsOf,
  hasOwnReference: true,
  asDelivered(trade) {
    const contents = contentsOf(trade);
    // What is no goods stays a notice: it may say where they are to be had.
    return { ...trade, contents, notice: contents === null ? trade.notice : null };
  },
  balance: async (parts, signal) => readBalance(await parts.client('supplier'), signal),
  // As posted: a choice may be wished for by its label, by its value, or left open.
  likeness: ({ sku_id, quantity, fields }, evidence) => ({
    ...{ sku_id, quantity },
    fields: trimmed(postedFields(evidence) ?? fields),
  }),
  good: ({ sku_id }) => String(sku_id),
  cards: () => 0,
  touches: () => null,
};
