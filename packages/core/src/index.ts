export { parseBaseUrl } from './base-url.ts';
export type { CallOptions, ClientOptions, RequestEvent } from './call.ts';
export {
  type ErrorCode,
  KamikitError,
  type KamikitErrorOptions,
  type Outcome,
  type Upstream,
} from './errors.ts';
export { addMoney, compareMoney, type Money, multiplyMoney, parseMoney, subtractMoney } from './money.ts';
export type { WaitOptions } from './poll.ts';
export { redactor } from './redact.ts';
export type { RetryPolicy } from './retry.ts';
export { formatShanghaiTime, parseShanghaiTime, shanghaiDay } from './shanghai-time.ts';
export {
  type GoodsFilter,
  type GoodsPage,
  type GoodsStock,
  type PurchaseRequest,
  STOREFRONT_URL,
  type StorefrontBalance,
  StorefrontClient,
  type StorefrontOptions,
} from './storefront/client.ts';
export type { Goods, GoodsDetail, GoodsSub } from './storefront/goods.ts';
export { type Order, type OrderProgress, orderProgress } from './storefront/order.ts';
export type { Timing } from './timing.ts';
