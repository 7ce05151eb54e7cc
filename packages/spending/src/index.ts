export type { ApprovedEntry } from './approve.ts';
export { type AskedQuote, quoteOf } from './asked-quote.ts';
export type { StoredCard } from './cards/stored.ts';
export { storeCard } from './cards/stored.ts';
export { cardsIn } from './cards-in.ts';
export { type DeliveredCard, deliveredCards } from './delivered-cards.ts';
export { deliveredBy, resultOf, type SpentEntry } from './entry.ts';
export type { Followed } from './follow.ts';
export type { FollowSeveralOptions } from './follow-several.ts';
export { type GoodNumbers, numbersIn, numbersOf } from './good.ts';
export type { WaitForJob } from './jobs/await-job.ts';
export {
  assertJob,
  InvalidItemsError,
  type ItemFault,
  isJobKind,
  JOB_KINDS,
  type JobKind,
  type JobWish,
} from './jobs/job-kinds.ts';
export type { JobPrice, PricingOptions } from './jobs/price-job.ts';
export type { RunOptions } from './jobs/run-options.ts';
export type { FollowOptions, Settled } from './kind.ts';
export {
  hasCardForReference,
  isKind,
  KINDS,
  type Kind,
  type ResultOf,
  upstreamOf,
  type WishOf,
  wishSchemas,
} from './kinds.ts';
export type { LookOptions } from './look-again.ts';
export type { MarkOptions } from './mark-cards.ts';
export type { Clients, Lazy, SpenderOptions } from './parts.ts';
export type { Confirm, PricedFacts, Quote } from './quote.ts';
export type { OwnersWord } from './settle-by-owner.ts';
export type { SpendOptions } from './spend-once.ts';
export { createSpender, type Spender } from './spender.ts';
export { failedOrderAdvice } from './storefront/settle.ts';
export type { StoredOrder } from './storefront/stored.ts';
export type { NotificationOptions } from './supplier/notifications.ts';
export { postedFields } from './supplier/quote.ts';
export { tradeAdvice, tradeState } from './supplier/settle.ts';
export { contentsOf, type StoredTrade } from './supplier/stored.ts';
