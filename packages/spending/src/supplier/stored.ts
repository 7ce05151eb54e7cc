import { type Trade, tradeProgress } from '@kamikit/core';
import * as z from 'zod';

// One odd field must not hide the goods beside it.
const text = z.string().nullable().default(null).catch(null);

/** What the ledger keeps of a trade: the contents untouched, money in yuan. Only `contents` are goods, a `notice` is not. */
export const storedTrade = z.object({
  shop_trade_no: text,
  status: z.int().nullable().default(null).catch(null),
  amount: text,
  trade_time: text,
  contents: text,
  notice: text,
});

/** A trade as the ledger keeps it. */
export type StoredTrade = z.output<typeof storedTrade>;

/**
 * What was delivered: the contents, or of a shop that tells no status whatever it wrote, which may be a notice (supplier
 * facts, status), but not its apology for having nothing left.
 */
export function contentsOf({ status, contents, notice }: StoredTrade): string | null {
  if (contents !== null) return contents;
  return status === null && tradeProgress({ status, notice }) !== 'sold_out' ? notice : null;
}

export function storeTrade({ trade_no, status, amount, trade_time, contents, notice }: Trade): StoredTrade {
  return { shop_trade_no: trade_no, status, amount, trade_time, contents, notice };
}
