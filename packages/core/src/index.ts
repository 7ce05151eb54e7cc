export type { AccountMarks } from './account-mark.ts';
export {
  addMoney,
  ceilToCent,
  compareMoney,
  type ErrorCode,
  formatShanghaiTime,
  inMarks,
  KamikitError,
  type KamikitErrorOptions,
  type Money,
  multiplyMoney,
  type Outcome,
  parseApiKey,
  parseBaseUrl,
  parseMoney,
  parseNotifyUrl,
  parsePrefix,
  parseProxyUrl,
  parseShanghaiTime,
  redactor,
  shanghaiDay,
  subtractMoney,
  UPSTREAM_NAMES,
  UPSTREAMS,
  type Upstream,
} from './base.ts';
export type { CallOptions, ClientOptions, RequestEvent } from './call.ts';
export type { Card, CardType, CountCard, PointCard, TimeCard } from './cards/card.ts';
export {
  CARDS_URL,
  type CardFilter,
  type CardPage,
  CardsClient,
  type CardsOptions,
  type GenerateRequest,
} from './cards/client.ts';
export type { CardRow } from './cards/query-cards.ts';
export { CARD_REFUSALS, type CardReading, type CardRefusal, readCard } from './cards/read-card.ts';
export type { Recharge } from './cards/recharge-card.ts';
export { reconcileGenerate } from './cards/reconcile-generate.ts';
export { reconcileRecharge } from './cards/reconcile-recharge.ts';
export { reconcileUse } from './cards/reconcile-use.ts';
export type { CardVerdict } from './cards/verdict.ts';
export { isOtherThanAsked } from './other-than-asked.ts';
export { pollUntil, type WaitOptions } from './poll.ts';
export { type ProxySettings, throughProxy } from './proxy.ts';
export type { RetryPolicy } from './retry.ts';
export { readServerTime, type ServerTimeOptions } from './server-time.ts';
export { type StockLevel, stockLevel } from './stock-level.ts';
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
export {
  type SkuState,
  type SkuStock,
  type SupplierAccount,
  type SupplierAmount,
  SupplierClient,
  type SupplierOptions,
  type TradeRequest,
} from './supplier/client.ts';
export { prepareFields } from './supplier/fields.ts';
export type { SupplierItem, SupplierSku } from './supplier/item.ts';
export {
  type SignedNotification,
  type TradeNotification,
  verifyNotification,
} from './supplier/notification.ts';
export {
  createNotificationHandler,
  type NotificationHandlerOptions,
} from './supplier/notification-handler.ts';
export { type Trade, type TradeProgress, tradeProgress } from './supplier/trade.ts';
export { createTradeNo } from './supplier/trade-no.ts';
export type { Widget, WidgetOption } from './supplier/widget.ts';
export { realTiming, type Timing } from './timing.ts';
export { mapInTurns } from './turns.ts';
