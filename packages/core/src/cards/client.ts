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
import { parseApiKey, parseBaseUrl } from '../settings.ts';
import { realTiming } from '../timing.ts';
import { type Card, withRemaining } from './card.ts';
import { deleteCard } from './delete-card.ts';
import { generateCards } from './generate-cards.ts';
import { cardsProtocol } from './protocol.ts';
import { type CardRow, queryCards, toRow } from './query-cards.ts';
import { type CardReading, refusalOf } from './read-card.ts';
import { type Recharge, rechargeCard } from './recharge-card.ts';
import { useCard } from './use-card.ts';
import { verifyCard } from './verify-card.ts';

/** The vendor's address (cards document, 请求示例). */
export const CARDS_URL = 'https://yhs.ihuahui.win/';

export interface CardsOptions extends ClientOptions {
  apiKey: string;
  /** The vendor's by default. */
  baseUrl?: string;
}

export type GenerateRequest = z.input<typeof generateCards.input>;
export type CardFilter = z.input<typeof queryCards.input>;

/** One page of cards. The three numbers are null where the service does not give them. */
export interface CardPage {
  cards: CardRow[];
  total: number | null;
  page: number | null;
  limit: number | null;
}

/**
 * The card service's six actions. Every method throws `KamikitError`; reads are retried as the retry policy says,
 * everything else is sent once. After a lost answer, see `reconcileUse`, `reconcileRecharge` and `reconcileGenerate`.
 *
 * @example
 * const cards = new CardsClient({ apiKey });
 * const { codes } = await cards.generate({ card_type: 'point', points: 100, points_per_use: 10, count: 5 });
 */
export class CardsClient {
  readonly #caller: Caller;
  /** Identifies this account at this address. */
  readonly account: string;
  /** What earlier versions knew it by; null where that is the same. */
  readonly formerAccount: string | null;

  /** @throws {TypeError} for a key with spaces or non-ASCII characters, or a URL that is invalid or would send the key in the clear. */
  constructor({ apiKey, baseUrl = CARDS_URL, account, ...options }: CardsOptions) {
    const credentials = { apiKey: parseApiKey(apiKey, 'apiKey'), baseUrl: parseBaseUrl(baseUrl) };
    ({ account: this.account, formerAccount: this.formerAccount } = accountMarks(
      credentials.baseUrl,
      '',
      credentials.apiKey,
      account,
    ));
    this.#caller = createCaller(cardsProtocol(credentials, options.timing ?? realTiming), options);
  }

  /**
   * What a card is and what is left on it. `POST ?action=verify`
   *
   * @throws {KamikitError} `card_expired`, `card_exhausted` or `not_found` for a card that is not valid.
   */
  async verify(code: string, options?: CallOptions): Promise<Card> {
    const card = await this.#caller.call(verifyCard, { code }, options);
    return withRemaining(card, this.#caller.timing.now());
  }

  /** What `verify` says about a card, with a refusal returned like any other answer. `POST ?action=verify` */
  async read(code: string, options?: CallOptions): Promise<CardReading> {
    try {
      return await this.verify(code, options);
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal !== null) return refusal;
      throw error;
    }
  }

  /**
   * Uses a card once and returns what is left. Consumes one use. `POST ?action=use`
   *
   * @throws {KamikitError} with `outcome: 'unknown'` when it may have been used: compare `verify` before and after.
   */
  async use(code: string, options?: CallOptions): Promise<Card> {
    const card = await this.#caller.call(useCard, { code }, options);
    return withRemaining(card, this.#caller.timing.now());
  }

  /** Issues cards, one by default. `POST ?action=generate` */
  generate(request: GenerateRequest, options?: CallOptions): Promise<{ codes: string[] }> {
    return this.#caller.call(generateCards, request, options);
  }

  /** Adds hours or days (the card's own unit), uses or points to a card. `POST ?action=recharge` */
  async recharge(code: string, amount: number, options?: CallOptions): Promise<Recharge> {
    const card = await this.#caller.call(rechargeCard, { code, amount }, options);
    return withRemaining(card, this.#caller.timing.now());
  }

  /**
   * Deletes a card for good. `POST ?action=delete`
   *
   * @throws {KamikitError} `not_found` when there is no such card: after a lost answer, that means it has been deleted.
   */
  async delete(code: string, options?: CallOptions): Promise<void> {
    await this.#caller.call(deleteCard, { code }, options);
  }

  /** Cards that match; `code` also finds parts of codes. One page, where the service paginates. `GET ?action=query` */
  async query(filter: CardFilter = {}, options?: CallOptions): Promise<CardPage> {
    const { cards, ...page } = await this.#caller.call(queryCards, filter, options);
    return { ...page, cards: cards.map((row) => toRow(row, this.#caller.timing.now())) };
  }

  /**
   * All cards that match, page after page where the service paginates. `GET ?action=query`
   *
   * @throws {KamikitError} `malformed_response` when the service reports more cards than it returns, or has more than 1,000
   * pages.
   */
  async *iterateQuery(filter: Omit<CardFilter, 'page'> = {}, options?: CallOptions): AsyncGenerator<CardRow> {
    let seen = 0;
    let previous = '';
    for (let page = 1; ; page += 1) {
      assertPage(page, QUERY);
      const found = await this.query(page === 1 ? filter : { ...filter, page }, options);
      const codes = found.cards.map(({ code }) => code).join();
      const isNew = codes !== '' && codes !== previous;
      if (isNew) yield* found.cards;
      seen += isNew ? found.cards.length : 0;
      const isLast =
        found.total === null ? found.cards.length < (found.limit ?? Infinity) : seen >= found.total;
      if (isLast) return;
      if (!isNew) {
        if (found.total === null) return; // it names a limit, but does not page
        throw incomplete(seen, found.total);
      }
      previous = codes;
    }
  }

  /** Closes the client's connections. An injected dispatcher stays open. */
  close(): Promise<void> {
    return this.#caller.close();
  }
}

const QUERY = { upstream: 'cards', operation: queryCards.operation, effect: queryCards.effect } as const;

function incomplete(seen: number, total: number): Error {
  return unintelligible(QUERY, `with ${seen} of ${total} cards, and no more on further pages`);
}
