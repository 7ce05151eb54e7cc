import { fixedYuan } from '../money.ts';
import type { Trade } from './site.ts';

const SHANGHAI_MS = 8 * 3_600_000;

/** A trade as trade, query and a notification show it (supplier facts, reply). */
export function tradeView(trade: Trade, withStatus: boolean): Record<string, unknown> {
  const { contents, trade_no, item_trade_no, fen, status, at } = trade;
  return {
    ...{ contents, trade_no, amount: fixedYuan(fen) },
    ...(withStatus && { status }),
    item_trade_no,
    trade_time: new Date(at + SHANGHAI_MS).toISOString().slice(0, 19).replace('T', ' '),
  };
}
