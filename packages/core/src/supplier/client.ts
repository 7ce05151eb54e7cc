import type { z } from 'zod';
import { accountMarks } from '../account-mark.ts';
import { type Caller, type CallOptions, type ClientOptions, createCaller } from '../call.ts';
import { KamikitError } from '../errors.ts';
import type { Money } from '../money.ts';
import { pollUntil, type WaitOptions } from '../poll.ts';
import { parseApiKey, parseBaseUrl, parsePrefix } from '../settings.ts';
import { realTiming } from '../timing.ts';
import { connect } from './connect.ts';
import { createTrade } from './create-trade.ts';
import { prepareFields } from './fields.ts';
import { getAmount } from './get-amount.ts';
import { getItem } from './get-item.ts';
import { getSkuState } from './get-sku-state.ts';
import { getSkuStock } from './get-sku-stock.ts';
import type { SupplierItem } from './item.ts';
import { listItems } from './list-items.ts';
import { notifyUrl } from './notify-url.ts';
import { supplierProtocol } from './protocol.ts';
import { queryTrade } from './query-trade.ts';
import { settleTrade } from './settle-trade.ts';
import { type Trade, tradeProgress } from './trade.ts';
import { createTradeNo } from './trade-no.ts';
import type { Widget } from './widget.ts';

export interface SupplierOptions extends ClientOptions {
  /** The shop's address. There is no default: every shop has its own. */
  url: string;
  apiId: string;
  apiKey: string;
  /** Where the plugin answers; `/plugin/{userId}/open-api` on a sub-site, `/plugin/open-api` by default. */
  prefix?: string;
}

export interface TradeRequest {
  sku_id: number;
  quantity: number;
  /** 24 digits; a new number by default. A caller that may have to ask again stores it first. */
  trade_no?: string | undefined;
  /**
   * Says that `trade_no` was never sent before, so that a refusal settles it. Of any other number of the caller's the shop
   * is asked first: checks that come before its unique index refuse a number that was sold long ago, too.
   */
  is_new?: boolean | undefined;
  /** What the buyer filled in, by the widgets' `name`. */
  fields?: Readonly<Record<string, string>> | undefined;
  /** The item's `widget`, against which the fields are checked before anything is sent. */
  widget?: readonly Widget[] | null | undefined;
  /** The public base that the shop notifies; the trade's number becomes the last part of its path. */
  async_url?: string | undefined;
}

export type SkuStock = z.output<typeof getSkuStock.output>;
export type SkuState = z.output<typeof getSkuState.output>;
export type SupplierAmount = z.output<typeof getAmount.output>;
export type SupplierAccount = z.output<typeof connect.output>;

/**
 * The open API of an mcy-shop site. Every method throws `KamikitError`; reads are repeated as the retry policy says.
 * Money is a decimal string in yuan.
 *
 * @example
 * const supplier = new SupplierClient({ url, apiId, apiKey });
 * const { widget } = await supplier.item(17);
 * const trade = await supplier.trade({ sku_id: 171, quantity: 1, trade_no, fields: { account: 'a@b.c' }, widget });
 * const done = await supplier.waitForTrade(trade_no);
 */
export class SupplierClient {
  readonly #caller: Caller;
  /** Identifies this account at this address. */
  readonly account: string;
  /** What earlier versions knew it by; null where that is the same. */
  readonly formerAccount: string | null;

  /** @throws {TypeError} for an id or key that no header can carry, a prefix that is not a path, or a URL that is invalid or plain `http:`. */
  constructor({ url, apiId, apiKey, prefix = '/plugin/open-api', account, ...options }: SupplierOptions) {
    const shop = parseBaseUrl(url);
    const path = parsePrefix(prefix, 'prefix').slice(1);
    const credentials = {
      apiId: parseApiKey(apiId, 'apiId'),
      apiKey: parseApiKey(apiKey, 'apiKey'),
      baseUrl: path === '' ? shop : new URL(`${path}/`, shop),
    };
    ({ account: this.account, formerAccount: this.formerAccount } = accountMarks(
      shop,
      credentials.apiId,
      credentials.apiKey,
      account,
    ));
    this.#caller = createCaller(supplierProtocol(credentials, options.timing ?? realTiming), options);
  }

  /** The whole catalogue: the shop does not paginate. `POST items` */
  items(options?: CallOptions): Promise<SupplierItem[]> {
    return this.#caller.call(listItems, {}, options);
  }

  /** One item. `POST item` */
  item(id: number, options?: CallOptions): Promise<SupplierItem> {
    return this.#caller.call(getItem, { id }, options);
  }

  /** Live stock; null plus a text for goods delivered by hand, which can still be bought. `POST sku/stock` */
  skuStock(skuId: number, options?: CallOptions): Promise<SkuStock> {
    return this.#caller.call(getSkuStock, { sku_id: skuId }, options);
  }

  /** Whether it can be bought. Advisory: cached, and blind to the quantity. `POST sku/state` */
  skuState(skuId: number, quantity: number, options?: CallOptions): Promise<SkuState> {
    return this.#caller.call(getSkuState, { sku_id: skuId, quantity }, options);
  }

  /**
   * What this account would pay. `POST amount`
   *
   * @throws {KamikitError} `not_found` on a shop without this endpoint.
   */
  amount(skuId: number, quantity: number, options?: CallOptions): Promise<SupplierAmount> {
    return this.#caller.call(getAmount, { sku_id: skuId, quantity }, options);
  }

  /** What this account would pay, in yuan; null on a shop without this endpoint. `POST amount` */
  async findAmount(skuId: number, quantity: number, options?: CallOptions): Promise<Money | null> {
    try {
      return (await this.amount(skuId, quantity, options)).amount;
    } catch (error) {
      if (error instanceof KamikitError && error.code === 'not_found') return null;
      throw error;
    }
  }

  /**
   * This account's name and balance. `POST connect`
   *
   * @throws {KamikitError} `not_found` on a shop without this endpoint.
   */
  connect(options?: CallOptions): Promise<SupplierAccount> {
    return this.#caller.call(connect, {}, options);
  }

  /**
   * Buys, and finds out by itself what became of it when the reply is unclear. Spends money. `POST trade`
   *
   * @throws {KamikitError} with `outcome: 'not_committed'` when nothing was bought; with `outcome: 'unknown'` and the
   * number when even `query` could not tell: query it later, and do not place another trade before then.
   */
  async trade(request: TradeRequest, options: CallOptions = {}): Promise<Trade> {
    const { sku_id, quantity, trade_no = createTradeNo(), fields = {}, widget = null, async_url } = request;
    const { is_new = request.trade_no === undefined } = request;
    const filledIn: Record<string, unknown> = prepareFields(fields, widget);
    const input = {
      ...filledIn,
      ...{ sku_id, quantity, trade_no },
      async_url: async_url && notifyUrl(async_url, trade_no),
    };
    const read = { signal: options.signal };
    return settleTrade(trade_no, {
      send: () => this.#caller.call(createTrade, input, options),
      find: () => this.findTrade(trade_no, read),
      isNew: is_new,
      timing: this.#caller.timing,
      signal: options.signal,
    });
  }

  /**
   * A trade as it stands now. `POST query`
   *
   * @param tradeNo The buyer's number, not the shop's.
   */
  query(tradeNo: string, options?: CallOptions): Promise<Trade> {
    return this.#caller.call(queryTrade, { trade_no: tradeNo }, options);
  }

  /** A trade as it stands now; null only when the shop says that it does not know the buyer's number. */
  async findTrade(tradeNo: string, options?: CallOptions): Promise<Trade | null> {
    try {
      return await this.query(tradeNo, options);
    } catch (error) {
      if (error instanceof KamikitError && isUnknownOrder(error)) return null;
      throw error;
    }
  }

  /**
   * Asks for a trade until it is shipped, failed or refunded, or `maxWaitMs` has passed: goods delivered by hand may take
   * days, so the answer may still be waiting. `POST query`
   */
  waitForTrade(tradeNo: string, options: WaitOptions<Trade> = {}): Promise<Trade> {
    const ask = () => this.query(tradeNo, { signal: options.signal });
    return pollUntil(ask, (trade) => tradeProgress(trade) !== 'waiting', this.#caller.timing, options);
  }

  /** Closes the client's connections. An injected dispatcher stays open. */
  close(): Promise<void> {
    return this.#caller.close();
  }
}

/** A missing page is `not_found` too, so only the shop's own words count. */
function isUnknownOrder({ code, upstreamMessage = '' }: KamikitError): boolean {
  return code === 'not_found' && /订单(号)?不存在|order (does )?not (found|exist)/i.test(upstreamMessage);
}
