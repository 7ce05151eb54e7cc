import { CardsClient, type Order, StorefrontClient, SupplierClient, type Trade } from '@kamikit/core';
import { MockAgent } from 'undici';
import { ACCOUNT } from './made-ledger.ts';

// Whatever a test does not answer itself reaches nobody.
const dispatcher = new MockAgent();
dispatcher.disableNetConnect();
const common = { account: ACCOUNT, apiKey: 'key', dispatcher };

/** A storefront of which a test says what it answers. */
export function madeStorefront(answers: Partial<StorefrontClient>): StorefrontClient {
  return Object.assign(new StorefrontClient({ ...common, baseUrl: 'https://vendor.example' }), answers);
}

/** A supplier of which a test says what it answers. */
export function madeSupplier(answers: Partial<SupplierClient>): SupplierClient {
  const client = new SupplierClient({ ...common, url: 'https://wholesale.example', apiId: '1' });
  return Object.assign(client, answers);
}

/** A card service of which a test says what it answers. */
export function madeCards(answers: Partial<CardsClient>): CardsClient {
  return Object.assign(new CardsClient({ ...common, baseUrl: 'https://cards.example' }), answers);
}

/** An order of nothing yet; a test says what is otherwise. */
export function madeOrder(changes: Partial<Order> = {}): Order {
  return {
    ...{ order_sn: 'SN', status: 1, status_text: null, total_price: null, actual_price: null },
    ...{ balance_used: null, items: [], cards: null, card_lines: [] },
    ...changes,
  };
}

/** A trade of nothing yet; a test says what is otherwise. */
export function madeTrade(changes: Partial<Trade> = {}): Trade {
  return {
    ...{ item_trade_no: null, trade_no: '7', status: 0, amount: null, trade_time: null },
    ...{ contents: null, notice: null },
    ...changes,
  };
}
