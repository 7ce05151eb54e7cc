import type { Trade } from '@kamikit/core';
import * as z from 'zod';

const text = z.string().nullable().default(null);

/** What the ledger keeps of a trade: the contents untouched, money in yuan. Only `contents` are goods, a `notice` is not. */
export const storedTrade = z.object({
  shop_trade_no: text,
  status: z.int().nullable().default(null),
  amount: text,
  trade_time: text,
  contents: text,
  notice: text,
});

/** A trade as the ledger keeps it. */
export type StoredTrade = z.output<typeof storedTrade>;

export function storeTrade({ trade_no, status, amount, trade_time, contents, notice }: Trade): StoredTrade {
  return { shop_trade_no: trade_no, status, amount, trade_time, contents, notice };
}
