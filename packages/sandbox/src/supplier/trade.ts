import { DIGITS, UPPER } from '../random.ts';
import type { Delivery } from './catalogue.ts';
import { notify } from './notification.ts';
import type { Site, Status, Trade } from './site.ts';

const NOTICE = '订单已提交，正在为您处理，请耐心等待';

// What a waiting trade turns into on its own.
const DUE: Record<Delivery, Status | null> = { instant: null, by_hand: null, slow: 1, fails: 2, refunds: 3 };

/** Takes the money and the stock, and delivers what is delivered at once. */
export function openTrade(
  site: Site,
  wish: Omit<Trade, 'trade_no' | 'fen' | 'at' | 'status' | 'contents'>,
): Trade {
  const trade: Trade = {
    ...wish,
    trade_no: `26${site.random.text(DIGITS, 22)}`,
    fen: wish.sku.fen * wish.quantity,
    at: site.clock.now(),
    status: 0,
    contents: NOTICE,
  };
  site.trades.set(trade.item_trade_no, trade);
  site.balance -= trade.fen;
  site.charges.push({
    trade_no: trade.trade_no,
    item_trade_no: trade.item_trade_no,
    fen: trade.fen,
    at: trade.at,
  });
  if (wish.item.delivery !== 'by_hand') {
    site.stock.set(wish.sku.id, (site.stock.get(wish.sku.id) ?? 0) - wish.quantity);
  }
  if (wish.item.delivery === 'instant') ship(site, trade);
  return trade;
}

/** Changes a trade's status, refunds it where the status says so, and notifies the buyer. */
export function moveTrade(site: Site, trade: Trade, status: Status, contents?: string): Promise<unknown> {
  if (status === 1 && trade.status !== 1) ship(site, trade, contents);
  else trade.contents = contents ?? trade.contents;
  if (status === 3 && trade.status !== 3) {
    site.balance += trade.fen;
    site.refunds.push({ item_trade_no: trade.item_trade_no, fen: trade.fen, at: site.clock.now() });
  }
  trade.status = status;
  return trade.asyncUrl === null ? Promise.resolve() : notify(site, trade);
}

/** Updates at once whatever is due by the sandbox's clock; resolves when the buyers have been notified. */
export function ripen(site: Site): Promise<unknown> {
  const waiting = [...site.trades.values()].filter(
    ({ status, at }) => status === 0 && site.clock.now() >= at + site.orderDelayMs,
  );
  return Promise.all(
    waiting.map((trade) => {
      const due = DUE[trade.item.delivery];
      return due === null ? null : moveTrade(site, trade, due);
    }),
  );
}

function ship(site: Site, trade: Trade, contents?: string): void {
  trade.status = 1;
  const code = () => Array.from({ length: 4 }, () => site.random.text(UPPER + DIGITS, 4)).join('-');
  trade.contents = contents ?? Array.from({ length: trade.quantity }, code).join('\n');
}
