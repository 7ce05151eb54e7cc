import * as z from 'zod';
import {
  unreadableAmount,
  wireInteger,
  wireMoney,
  wireReferenceIfAny,
  wireTime,
  withAmountText,
} from '../wire.ts';

/**
 * A trade as trade, query and a notification show it. `item_trade_no` is the buyer's number, `trade_no` the shop's;
 * `amount` in yuan. Only with status 1 are contents goods; with any other they are a `notice` (supplier facts, contents).
 */
export const tradeSchema = z
  .preprocess(
    (raw) => withAmountText(raw, (trade) => unreadableAmount(trade.amount)),
    z.looseObject({
      item_trade_no: wireReferenceIfAny,
      trade_no: wireReferenceIfAny,
      status: wireInteger,
      amount: wireMoney,
      /** The amount as it came, where it cannot be read. */
      amount_text: z.string().optional(),
      trade_time: wireTime,
      contents: z.unknown().optional(),
    }),
  )
  .refine(({ item_trade_no, trade_no }) => item_trade_no || trade_no, 'expected an order number')
  .transform((trade) => {
    const text = readContents(trade.contents);
    const isShipped = trade.status === SHIPPED;
    return { ...trade, contents: isShipped ? text : null, notice: isShipped ? null : text };
  });

export type Trade = z.output<typeof tradeSchema>;

/**
 * How a trade stands; all but `waiting` are final. `sold_out`: the shop took the money and had too little left, which a
 * person there must settle.
 */
export type TradeProgress = 'waiting' | 'shipped' | 'failed' | 'refunded' | 'sold_out';

const SHIPPED = 1;
const PROGRESS: Record<number, TradeProgress> = { [SHIPPED]: 'shipped', 2: 'failed', 3: 'refunded' };

/** What a status means (supplier document, 异步通知); a missing or unknown one is not finished, but for an apology. */
export function tradeProgress({ status, notice }: Pick<Trade, 'status' | 'notice'>): TradeProgress {
  const progress = PROGRESS[status ?? 0] ?? 'waiting';
  return progress === 'waiting' && notice !== null && SOLD_OUT_APOLOGY.test(notice) ? 'sold_out' : progress;
}

/** 很抱歉，有人在你付款之前抢走了商品，请联系客服。 The money is kept (supplier facts, more than there is). */
const SOLD_OUT_APOLOGY = /付款之前抢走了?商品/;

/** A buyer's number for one trade: 24 digits (supplier document, 下单). */
export const tradeNoInput = z.string().regex(/^\d{24}$/, 'expected 24 digits');

function readContents(contents: unknown): string | null {
  if (Array.isArray(contents)) return contents.map(String).join('\n') || null;
  return typeof contents === 'string' && contents.trim() !== '' ? contents : null;
}
