import { DIGITS, UPPER } from '../random.ts';
import type { Delivery, Sku } from './catalogue.ts';
import { notify } from './notification.ts';
import { filteredText } from './request-filter.ts';
import type { Site, Status, Trade } from './site.ts';
import { cardsLeft } from './stock.ts';
import type { Wish } from './trade-checks.ts';

const SOLD_MEANWHILE = '很抱歉，有人在你付款之前抢走了商品，请联系客服。';

// What becomes of a waiting trade by itself.
const DUE: Partial<Record<Delivery, Status>> = { slow: 1, fails: 2, refunds: 3 };

/** A trade that is not written yet: without goods, as its first saving has it. */
export function draftTrade(site: Site, wish: Wish): Trade {
  return {
    ...wish,
    trade_no: `26${site.random.text(DIGITS, 22)}`,
    fen: wish.sku.fen * wish.quantity,
    at: site.clock.now(),
    status: 0,
    contents: '',
    due: null,
  };
}

/** What the delivery plugin does inside the trade's transaction. */
export function deliver(site: Site, trade: Trade): void {
  const { sku, quantity } = trade;
  const left = cardsLeft(site, sku);
  trade.contents = sku.notice;
  if (left !== null && left < quantity) {
    // Status 0 for good, and the money stays taken (supplier facts, more than there is).
    trade.contents = SOLD_MEANWHILE;
  } else if (sku.delivery === 'instant') {
    trade.status = 1;
    trade.contents = makeCards(site, trade);
  } else if (sku.delivery === 'preset') {
    trade.status = 1;
  } else {
    trade.due = DUE[sku.delivery] ?? null;
  }
}

/** Takes the money and the cards: from now on everybody sees the trade. */
export function commitTrade(site: Site, trade: Trade): void {
  const { trade_no, item_trade_no, fen, sku, quantity, contents } = trade;
  site.trades.set(item_trade_no, trade);
  site.balance -= fen;
  site.charges.push({ trade_no, item_trade_no, fen, at: site.clock.now() });
  const left = cardsLeft(site, sku);
  if (left !== null && contents !== SOLD_MEANWHILE) site.stock.set(sku.id, left - quantity);
}

/** Changes a trade's status, refunds it where the status says so, and notifies the buyer. */
export function moveTrade(site: Site, trade: Trade, status: Status, contents?: string): Promise<unknown> {
  const shipsNow = status === 1 && trade.status !== 1;
  trade.contents = contents ?? (shipsNow ? makeCards(site, trade) : trade.contents);
  if (status === 3 && trade.status !== 3) {
    site.balance += trade.fen;
    site.refunds.push({ item_trade_no: trade.item_trade_no, fen: trade.fen, at: site.clock.now() });
  }
  trade.status = status;
  return trade.asyncUrl === null ? Promise.resolve() : notify(site, trade);
}

function makeCards(site: Site, { sku, quantity }: Trade): string {
  return Array.from({ length: quantity }, () => makeCard(site, sku)).join('\n');
}

function makeCard({ random }: Site, { cards }: Sku): string {
  const code = Array.from({ length: 4 }, () => random.text(UPPER + DIGITS, 4)).join('-');
  if (cards === 'uploaded') return code;
  // As an admin types it; the shop's filter spoils it on its way in (supplier facts, contents).
  if (cards === 'pasted') return filteredText(`user${code.slice(0, 4)}----p&"${code.slice(5, 9)}`);
  return `user-${code.slice(0, 9)}@mail.example----${code}`.padEnd(53, '0');
}
