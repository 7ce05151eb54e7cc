import { wirePrice } from './goods-view.ts';
import { type Order, orderCards, orderStatus, STATUS_TEXTS } from './order.ts';
import type { Shop } from './shop.ts';

/** An order as it stands now (storefront document, GET|POST /v2/order/{order_sn}). */
export function orderView({ clock, orderDelayMs }: Shop, order: Order) {
  const status = orderStatus(order, clock.now(), orderDelayMs);
  return view(order, status, orderCards(order, status));
}

/** What the queue answers before it has looked at the order: status 1 and no cards, whatever the good. */
export function queuedOrderView(order: Order) {
  return view(order, 1, null);
}

function view(order: Order, status: number, cards: ReturnType<typeof orderCards>) {
  const { order_sn, good, sub, quantity } = order;
  const delivered = cards === null ? {} : { cards };
  return {
    order_sn,
    status,
    status_text: Object.entries(STATUS_TEXTS).find(([code]) => code === String(status))?.[1],
    total_price: wirePrice(good, order.total),
    actual_price: wirePrice(good, order.actual),
    balance_used: wirePrice(good, order.balanceUsed),
    items: [
      {
        goods_id: good.id,
        sub_id: sub.id,
        goods_name: `${good.name} [${sub.name}]`,
        unit_price: wirePrice(good, sub.fen),
        quantity,
        subtotal: wirePrice(good, order.total),
        type: good.type,
        ...delivered,
      },
    ],
    ...delivered,
  };
}
