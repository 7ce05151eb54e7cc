import type { ExecutedEntry, Job, LedgerEntry, Person } from '@kamikit/ledger';
import { type ApprovedEntry, approveEntry } from './approve.ts';
import { awaitDecision, type Waiting } from './await-decision.ts';
import { type SpentEntry, toSpentEntry } from './entry.ts';
import { type Followed, followEntry, followReference } from './follow.ts';
import { type FollowSeveralOptions, severalFollower } from './follow-several.ts';
import { awaitJob, type WaitForJob } from './jobs/await-job.ts';
import { assertJob, type JobWish, parseJob } from './jobs/job-kinds.ts';
import { type JobPrice, type PricingOptions, priceJob } from './jobs/price-job.ts';
import { quoteJob, runJob } from './jobs/run-job.ts';
import type { RunOptions } from './jobs/run-options.ts';
import type { FollowOptions } from './kind.ts';
import { type Kind, kinds, type ResultOf, type WishOf } from './kinds.ts';
import { type LookOptions, lookAgain } from './look-again.ts';
import { type MarkOptions, markCards } from './mark-cards.ts';
import { type Parts, partsOf, partsOfPerson, type SpenderOptions } from './parts.ts';
import { reconcileEntry } from './reconcile.ts';
import { type OwnersWord, settleByOwner } from './settle-by-owner.ts';
import { type SpendOptions, spendOnce } from './spend-once.ts';
import { type NotificationOptions, notificationHandler } from './supplier/notifications.ts';

/**
 * Spending made safe. Each of the first six quotes, checks the price against `max_total` and the budgets, asks
 * `confirm`, writes to the ledger and only then sends, once. A key that was used before sends nothing and returns its
 * entry, or throws its error.
 *
 * They throw `KamikitError`: with `outcome: 'not_committed'` when nothing happened (and `neverSent` when the key is
 * still free), with `outcome: 'unknown'` when it may have; then `reconcile` finds out, and only the same key is safe.
 * Of our own codes: `invalid_request`, `suspended`, `possible_duplicate`, `config_invalid`, `price_changed`, `over_budget`, `declined`, `cancelled`,
 * `key_conflict`, `duplicate_in_progress`, `timeout` (nobody approved it in time), `outcome_unknown`; all others are the upstream's.
 */
export interface Spender {
  /** Buys goods with the storefront's balance. */
  purchase(wish: WishOf<'purchase'>, options: SpendOptions): Promise<SpentEntry<'purchase'>>;
  /** Buys a SKU with the supplier's balance. */
  trade(wish: WishOf<'supplier_trade'>, options: SpendOptions): Promise<SpentEntry<'supplier_trade'>>;
  /** Uses a card once. */
  use(wish: WishOf<'use_card'>, options: SpendOptions): Promise<SpentEntry<'use_card'>>;
  /** Adds time, uses or points to a card. */
  recharge(wish: WishOf<'recharge_card'>, options: SpendOptions): Promise<SpentEntry<'recharge_card'>>;
  /** Deletes a card for good; the entry keeps it as it was. */
  delete(wish: WishOf<'delete_card'>, options: SpendOptions): Promise<SpentEntry<'delete_card'>>;
  /** Issues cards. */
  issue(wish: WishOf<'generate_cards'>, options: SpendOptions): Promise<SpentEntry<'generate_cards'>>;
  /**
   * Writes down a job of many purchases or trades, each of which is bought once, by whichever processes run it; buys nothing yet.
   * @throws {InvalidItemsError} naming every item that is wrong; `key_conflict`, `suspended`, `invalid_request`.
   */
  startJob(job: JobWish): Promise<{ job: Job; existing: boolean }>;
  /** Whether `startJob` would take it, as far as it can be told without the ledger. @throws {InvalidItemsError} and `invalid_request`, as `startJob`. */
  assertJob(job: JobWish): void;
  /** What a job would cost, and what of it cannot be bought; nothing is written down. @throws as `startJob`, or what an upstream answered. */
  priceJob(job: JobWish, options?: PricingOptions): Promise<JobPrice>;
  /**
   * Prices a job that awaits its owner, and writes that down; any other is returned as it stands.
   * @throws {KamikitError} `not_found`, or what an upstream answered that keeps all items from being priced.
   */
  quoteJob(id: string, options?: PricingOptions): Promise<Job>;
  /**
   * Waits until a job needs no waiting for: until it is over, somebody has to do something about it, or `maxWaitMs` has passed.
   * @throws {KamikitError} `not_found`.
   */
  awaitJob(id: string, options: WaitForJob): Promise<Job>;
  /**
   * Works on a job until nothing is left of it, it no longer runs, or the signal ends this process's part.
   * @throws {KamikitError} `not_found`, `suspended` for what was changed from outside.
   */
  runJob(id: string, options?: RunOptions): Promise<Job>;
  /**
   * The owner's yes to an entry that awaits it. The price is read again: if what was quoted is not to be had any more, the entry
   * is void; otherwise it is sent, at most once by however many who say yes, and returned as it then stands, whatever became of it.
   * @throws {KamikitError} `not_found`, `suspended`, `over_budget`, or what the upstream answered; the entry goes on awaiting then.
   */
  approve(entryId: string, word: { by: string; signal?: AbortSignal | undefined }): Promise<ApprovedEntry>;
  /** The owner's no. What is decided already is returned as it stands. @throws {KamikitError} `not_found`. */
  decline(entryId: string, word: { by: string; reason?: string | undefined }): Promise<LedgerEntry>;
  /**
   * Waits until the owner has decided and, after a yes, the upstream has answered; at most for `maxWaitMs`. Returns the entry as it
   * then stands, which may be `awaiting_approval` still.
   * @throws {KamikitError} `not_found`, or what the entry's own key would be answered with.
   */
  awaitDecision(entryId: string, options: Waiting): Promise<ExecutedEntry>;
  /**
   * Asks for an open order or trade until it is finished, and records it; any other entry is returned as it is.
   * @throws {KamikitError} `not_found`, `config_invalid` for an entry of another account, or what the upstream answered.
   */
  follow(
    entryId: string,
    options?: { signal?: AbortSignal | undefined; maxWaitMs?: number | undefined },
  ): Promise<ExecutedEntry>;
  /**
   * The same by the shop's order number, also for an order that is not in this ledger.
   * @throws {KamikitError} what the shop answered, `not_found` for a number that it does not know.
   */
  followOrder(orderSn: string, options?: FollowOptions<ResultOf<'purchase'>>): Promise<Followed<'purchase'>>;
  /**
   * The same for several orders at once, a few at a time, in the order of their numbers: one that cannot be told does not
   * keep the others from being. Those that there was no time for (`timeout`) are asked about first the next time.
   */
  followOrders(
    orderSns: readonly string[],
    options?: FollowSeveralOptions,
  ): Promise<Array<PromiseSettledResult<Followed<'purchase'>>>>;
  /**
   * The same by our trade number, also for a trade that is not in this ledger.
   * @throws {KamikitError} what the shop answered, `not_found` for a number that it does not know.
   */
  followTrade(
    tradeNo: string,
    options?: FollowOptions<ResultOf<'supplier_trade'>>,
  ): Promise<Followed<'supplier_trade'>>;
  /**
   * Finds out at the upstream what became of an entry that is `unknown` or `pending`, and records it with its evidence.
   * Of another account's entry it asks nobody: `advice` says so.
   * @throws {KamikitError} `not_found`, `invalid_request` for a kind of another version, or what the upstream answered.
   */
  reconcile(entryId: string, options?: { signal?: AbortSignal | undefined }): Promise<LedgerEntry>;
  /**
   * One round over the open entries that are due to be looked at again, by whichever process; call it every half minute or
   * so, and nobody has to ask twice.
   */
  lookAgain(options?: LookOptions): Promise<void>;
  /**
   * Settles an open entry on its owner's word, where no upstream can tell.
   * @throws {KamikitError} `not_found`, `invalid_request`.
   */
  settleByOwner(entryId: string, word: OwnersWord): Promise<LedgerEntry>;
  /**
   * Marks cards that an entry delivered as used, or as not used after all.
   * @throws {KamikitError} `not_found`; `invalid_request` for a card that it does not hold.
   */
  markCards(entryId: string, options?: MarkOptions): Promise<LedgerEntry>;
  /** Brings a supplier's notifications into the ledger, as a function from `Request` to `Response`. Never throws. */
  notificationHandler(options: NotificationOptions): (request: Request) => Promise<Response>;
  /**
   * The same spender in the hands of somebody who uses it over the network, as the ledger's `as`. Whoever buys knows of their
   * own entries alone: those of others are `not_found` to them, by id and by number, and so is what is in no ledger.
   */
  as(person: Person): Spender;
}

/**
 * Joins a ledger and clients to a spender; asks and sends nothing by itself.
 *
 * @example
 * const spender = createSpender({ ledger, storefront });
 * const wish = { goods_id: 1, sub_id: 11, quantity: 2, max_total: '20' };
 * const entry = await spender.purchase(wish, { idempotencyKey: 'birthday-2026' });
 * const { state, result } = await spender.follow(entry.id);
 */
export function createSpender(options: SpenderOptions): Spender {
  return spenderWith(partsOf(options), severalFollower('purchase'));
}

function spenderWith(parts: Parts, followOrders: ReturnType<typeof severalFollower<'purchase'>>): Spender {
  function dealing<K extends Kind>(kind: K) {
    return async (wish: WishOf<K>, spendOptions: SpendOptions): Promise<SpentEntry<K>> =>
      toSpentEntry(kind, await spendOnce(kind, kinds[kind], wish, spendOptions, parts));
  }

  return {
    purchase: dealing('purchase'),
    trade: dealing('supplier_trade'),
    use: dealing('use_card'),
    recharge: dealing('recharge_card'),
    delete: dealing('delete_card'),
    issue: dealing('generate_cards'),
    async startJob(job) {
      const parsed = parseJob(job);
      return (await parts.ledger()).startJob(parsed);
    },
    assertJob,
    priceJob: (job, pricing = {}) => priceJob(job, pricing, parts),
    quoteJob: (id, pricing = {}) => quoteJob(id, pricing, parts),
    awaitJob: (id, waiting) => awaitJob(id, waiting, parts),
    runJob: (id, runOptions = {}) => runJob(id, runOptions, parts),
    approve: (entryId, word) => approveEntry(entryId, word, parts),
    decline: async (entryId, word) => (await parts.ledger()).decline(entryId, word),
    awaitDecision: (entryId, options) => awaitDecision(entryId, options, parts),
    follow: (entryId, followOptions = {}) => followEntry(entryId, followOptions, parts),
    followOrder: (orderSn, followOptions = {}) => followReference('purchase', orderSn, followOptions, parts),
    followOrders: (orderSns, followOptions = {}) => followOrders(orderSns, followOptions, parts),
    followTrade: (tradeNo, followOptions = {}) =>
      followReference('supplier_trade', tradeNo, followOptions, parts),
    reconcile: (entryId, { signal } = {}) => reconcileEntry(entryId, signal, parts),
    lookAgain: (lookOptions = {}) => lookAgain(lookOptions, parts),
    settleByOwner: (entryId, word) => settleByOwner(entryId, word, parts),
    markCards: (entryId, markOptions = {}) => markCards(entryId, markOptions, parts),
    notificationHandler: (notificationOptions) => notificationHandler(notificationOptions, parts),
    as: (person) => spenderWith(partsOfPerson(parts, person), followOrders),
  };
}
