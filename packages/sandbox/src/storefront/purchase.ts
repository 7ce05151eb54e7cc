import { DIGITS, UPPER } from '../random.ts';
import type { Reply } from '../reply.ts';
import type { SandboxRequest } from '../request.ts';
import { cardText } from './card-text.ts';
import type { Good, Sub } from './catalogue/catalogue.ts';
import { refusal, success } from './envelope.ts';
import type { Order } from './order.ts';
import { orderView, queuedOrderView } from './order-view.ts';
import { requestForm } from './request-form.ts';
import { findGood, type Shop } from './shop.ts';

const QUANTITY_MAX = 100;

type Wish = Pick<Order, 'good' | 'sub' | 'quantity' | 'mode'>;

/** `POST /purchase` and, since the real one buys by GET too, `GET /purchase`. */
export function purchaseSync(shop: Shop, request: SandboxRequest): Reply {
  return purchase(shop, request, 'sync', (order) => orderView(shop, order));
}

/** The same through the queue: `/v2/purchase`. */
export function purchaseAsync(shop: Shop, request: SandboxRequest): Reply {
  return purchase(shop, request, 'async', queuedOrderView);
}

function purchase(
  shop: Shop,
  request: SandboxRequest,
  mode: Order['mode'],
  view: (order: Order) => object,
): Reply {
  const form = requestForm(request);
  const goodsId = form.integer('goods_id', {});
  const subId = form.integer('sub_id', {});
  const quantity = form.integer('quantity', { min: 1 });
  const invalid = form.invalid();
  if (invalid !== null) return invalid;

  const good = findGood(goodsId);
  if (good === undefined) return refusal('商品不存在或已下架');
  const sub = good.subs.find(({ id }) => id === subId);
  if (sub === undefined) return refusal('商品规格不存在');
  const objection = objectionTo(shop, good, sub, quantity);
  if (objection !== null) return refusal(objection);
  return success(view(placeOrder(shop, { good, sub, quantity, mode })), '订单创建成功');
}

function objectionTo(shop: Shop, good: Good, sub: Sub, quantity: number): string | null {
  if (quantity > QUANTITY_MAX) return '单笔购买数量超过限制';
  if (quantity > (good.oddity.limit ?? QUANTITY_MAX)) return '超出限购数量';
  if (quantity > (shop.stock.get(sub.id) ?? 0)) return `${good.name} 库存不足`;
  return silverPrice(sub.fen * quantity) > shop.balance ? '余额不足' : null;
}

/** Takes the money and the stock. */
function placeOrder(shop: Shop, wish: Wish): Order {
  const { good, sub, quantity, mode } = wish;
  const total = sub.fen * quantity;
  const actual = silverPrice(total);
  const order: Order = {
    ...wish,
    order_sn: unusedOrderSn(shop),
    total,
    actual,
    // The document's samples: 0 in the sync answer, the price in the queued one.
    balanceUsed: mode === 'sync' ? 0 : actual,
    createdAt: shop.clock.now(),
    cards: Array.from({ length: quantity }, () => cardText(good.form, shop.random)),
    settled: null,
    refunded: false,
  };
  shop.stock.set(sub.id, (shop.stock.get(sub.id) ?? 0) - quantity);
  shop.balance -= actual;
  shop.totalSpent += actual;
  shop.orders.set(order.order_sn, order);
  shop.charges.push({ order_sn: order.order_sn, fen: actual, at: order.createdAt });
  return order;
}

/** The silver level's 0.95, to the nearest fen (storefront facts: 99 x 0.95 = 94.05). */
function silverPrice(fen: number): number {
  return Math.floor((fen * 95 + 50) / 100);
}

/** Storefront facts, order_sn: 16 characters [A-Z0-9]. */
function unusedOrderSn({ orders, random }: Shop): string {
  for (;;) {
    const orderSn = random.text(UPPER + DIGITS, 16);
    if (!orders.has(orderSn)) return orderSn;
  }
}
