import type { z } from 'zod';
import { accountMarks } from '../account-mark.ts';
import {
  assertPage,
  type Caller,
  type CallOptions,
  type ClientOptions,
  createCaller,
  unintelligible,
} from '../call.ts';
import { pollUntil, type WaitOptions } from '../poll.ts';
import { parseApiKey, parseBaseUrl } from '../settings.ts';
import { realTiming } from '../timing.ts';
import { getBalance } from './get-balance.ts';
import { getGoods } from './get-goods.ts';
import { getOrder } from './get-order.ts';
import { getStock } from './get-stock.ts';
import type { Goods, GoodsDetail } from './goods.ts';
import { listGoods } from './list-goods.ts';
import { type Order, orderProgress } from './order.ts';
import { storefrontProtocol } from './protocol.ts';
import { otherPurchase, purchase } from './purchase.ts';
import { purchaseAsync } from './purchase-async.ts';

/** The vendor's address (storefront document, Base URL). */
export const STOREFRONT_URL = 'https://www.tkhao.vip/api';

export interface StorefrontOptions extends ClientOptions {
  apiKey: string;
  /** The vendor's by default. */
  baseUrl?: string;
  /** Which of the two documented headers carries the key; `x-api-key` by default. */
  auth?: 'x-api-key' | 'bearer';
}

const LIST = { upstream: 'storefront', operation: listGoods.operation, effect: listGoods.effect } as const;

export type GoodsFilter = z.input<typeof listGoods.input>;
export type GoodsPage = z.output<typeof listGoods.output>;
export type GoodsStock = z.output<typeof getStock.output>;
export type StorefrontBalance = z.output<typeof getBalance.output>;
export type PurchaseRequest = z.input<typeof purchase.input>;

export interface OrderOptions {
  /** What the order was placed for: one that shows other goods or another quantity is `malformed_response`. */
  placed?: PurchaseRequest | undefined;
}

/**
 * The storefront's seven endpoints. Every method throws `KamikitError`; reads are retried as the retry policy says,
 * purchases never. Money is a decimal string in yuan.
 *
 * @example
 * const storefront = new StorefrontClient({ apiKey });
 * const order = await storefront.purchaseAsync({ goods_id: 1, sub_id: 1, quantity: 2 });
 * const done = await storefront.waitForOrder(order.order_sn);
 */
export class StorefrontClient {
  readonly #caller: Caller;
  /** Identifies this account at this address. */
  readonly account: string;
  /** What earlier versions knew it by; null where that is the same. */
  readonly formerAccount: string | null;

  /** @throws {TypeError} for a key that no header can carry, or a URL that is invalid or would send the key in the clear. */
  constructor({
    apiKey,
    baseUrl = STOREFRONT_URL,
    auth = 'x-api-key',
    account,
    ...options
  }: StorefrontOptions) {
    const credentials = { apiKey: parseApiKey(apiKey, 'apiKey'), baseUrl: parseBaseUrl(baseUrl), auth };
    ({ account: this.account, formerAccount: this.formerAccount } = accountMarks(
      credentials.baseUrl,
      '',
      credentials.apiKey,
      account,
    ));
    this.#caller = createCaller(storefrontProtocol(credentials, options.timing ?? realTiming), options);
  }

  /** One page of goods, 15 by default. `GET /goods` */
  listGoods(filter: GoodsFilter = {}, options?: CallOptions): Promise<GoodsPage> {
    return this.#caller.call(listGoods, filter, options);
  }

  /**
   * All goods that match, page after page; ends at a short, empty or repeated page. `GET /goods`
   *
   * @throws {KamikitError} `malformed_response` when there are more than 1,000 pages.
   */
  async *iterateGoods(filter: Omit<GoodsFilter, 'page'> = {}, options?: CallOptions): AsyncGenerator<Goods> {
    let previous = '';
    for (let page = 1; ; page += 1) {
      assertPage(page, LIST);
      const { data, per_page } = await this.listGoods({ per_page: 100, ...filter, page }, options);
      const ids = data.map(({ id }) => id).join();
      if (ids === previous) return; // the shop ignores `page`
      yield* data;
      if (data.length < (per_page ?? filter.per_page ?? 100)) return;
      previous = ids;
    }
  }

  /** One good with its detail page. `GET /goods/{id}` */
  getGoods(id: number, options?: CallOptions): Promise<GoodsDetail> {
    return this.#caller.call(getGoods, { id }, options);
  }

  /** Live stock and price of each specification. `GET /goods/{id}/stock` */
  getStock(id: number, options?: CallOptions): Promise<GoodsStock> {
    return this.#caller.call(getStock, { id }, options);
  }

  /** Balance and lifetime spending, in yuan. `GET /balance` */
  getBalance(options?: CallOptions): Promise<StorefrontBalance> {
    return this.#caller.call(getBalance, {}, options);
  }

  /**
   * Buys and waits for the cards in the same answer. Spends money. `POST /purchase`
   *
   * @throws {KamikitError} with `outcome: 'not_committed'` when nothing was bought, and with `outcome: 'unknown'` when
   * something may have been: do not retry until you have compared the balance.
   */
  purchase(request: PurchaseRequest, options?: CallOptions): Promise<Order> {
    return this.#caller.call(purchase, request, options);
  }

  /** Buys through the shop's queue: returns at once with the `order_sn` to ask for. Spends money. `POST /v2/purchase` */
  purchaseAsync(request: PurchaseRequest, options?: CallOptions): Promise<Order> {
    return this.#caller.call(purchaseAsync, request, options);
  }

  /** An order as it stands now. `GET /v2/order/{order_sn}` */
  async getOrder(orderSn: string, { placed, ...options }: CallOptions & OrderOptions = {}): Promise<Order> {
    const order = await this.#caller.call(getOrder, { order_sn: orderSn }, options);
    const other = placed === undefined ? null : otherPurchase(order, placed);
    if (other === null) return order;
    const context = {
      upstream: 'storefront',
      operation: getOrder.operation,
      effect: getOrder.effect,
    } as const;
    throw unintelligible(context, `with ${other}`).with({ retryable: false });
  }

  /**
   * Asks for an order until it has completed or failed, or `maxWaitMs` has passed: a manual order may take days, so the
   * answer may still be pending. `GET /v2/order/{order_sn}`
   */
  waitForOrder(
    orderSn: string,
    { placed, ...options }: WaitOptions<Order> & OrderOptions = {},
  ): Promise<Order> {
    const ask = () => this.getOrder(orderSn, { placed, signal: options.signal });
    return pollUntil(ask, (order) => orderProgress(order) !== 'pending', this.#caller.timing, options);
  }

  /** Closes the client's connections. An injected dispatcher stays open. */
  close(): Promise<void> {
    return this.#caller.close();
  }
}
