import { ControlError, controlFields } from '../control-fields.ts';
import { STATUS_TEXTS } from './order.ts';
import { orderView } from './order-view.ts';
import type { Shop } from './shop.ts';

const REFUNDABLE = [5, 6, -1];

/** `POST /__sandbox/orders`: a test decides what becomes of an order, as the shop's staff would. @throws {ControlError} */
export function settleOrder(shop: Shop, body: unknown): object {
  const fields = controlFields(body, 'an order to settle');
  const orderSn = fields.text('order_sn');
  const status = fields.integer('status', { min: -1, max: 6 });
  const cards = fields.texts('cards');
  const refund = fields.flag('refund', false);
  fields.end();

  const order = shop.orders.get(orderSn);
  if (order === undefined) throw new ControlError(`there is no order ${orderSn}`);
  if (!Object.hasOwn(STATUS_TEXTS, status))
    throw new ControlError('an order to settle: status must be one of 1, 2, 3, 4, 5, 6, -1');
  if (refund && !REFUNDABLE.includes(status))
    throw new ControlError(`an order to settle: refund is only allowed with status ${REFUNDABLE.join(', ')}`);
  if (refund && order.refunded) throw new ControlError(`order ${orderSn} has already been refunded`);

  order.settled = { status, cards };
  if (refund) {
    order.refunded = true;
    shop.balance += order.actual;
    shop.totalSpent -= order.actual;
  }
  return orderView(shop, order);
}
