import type { Reply } from '../reply.ts';
import type { SandboxRequest } from '../request.ts';
import { refusal, success } from './envelope.ts';
import { orderView } from './order-view.ts';
import type { Shop } from './shop.ts';

export function getOrder(shop: Shop, _request: SandboxRequest, orderSn: string): Reply {
  const order = shop.orders.get(orderSn);
  return order === undefined ? refusal('订单不存在') : success(orderView(shop, order));
}
