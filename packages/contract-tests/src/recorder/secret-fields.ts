/** Makes the substitute for a secret value; the number tells the values of its kind apart. */
export type Fake = (number: number) => string;

/** Where a value is found. */
export interface Place {
  /** The names of the fields from the outermost to its own. */
  path: readonly string[];
  /** It is in a list, and has no name of its own. */
  isElement: boolean;
}

const card: Fake = (number) => `CARD-${String(number).padStart(4, '0')}`;
const tradeNo: Fake = (number) => `28${String(number).padStart(22, '0')}`;
const personal: Fake = (number) => `private-${number}`;

// The names that the upstreams' documents give them. Their values are replaced wherever else they appear, too.
const FAKES: ReadonlyMap<string, Fake> = new Map([
  ...['cards', 'card', 'code', 'codes', 'contents', 'data'].map((name) => [name, card] as const),
  ...['trade_no', 'item_trade_no'].map((name) => [name, tradeNo] as const),
  ['order_sn', (number) => `ORDER-${String(number).padStart(4, '0')}`],
  ['username', (number) => `buyer-${number}`],
  ['remark', (number) => `remark-${number}`],
  ...['x-api-key', 'api_key', 'api-signature'].map((name) => [name, personal] as const),
]);

const GOODS = /^(cards|codes|contents)$/;
const OWN_OF_A_TRADE = ['sku_id', 'quantity', 'async_url', 'is_new'];

/**
 * The substitute for a value in some place; null where it is no secret by its name. With a trade, `isOfTrade`, a buyer sends
 * fields of any name, filled in by a person.
 */
export function fakeFor({ path, isElement }: Place, isOfTrade: boolean): Fake | null {
  const name = path.at(-1) ?? '';
  // Whatever a card consists of is a card.
  if (path.slice(0, -1).some((outer) => GOODS.test(outer))) return card;
  const fake = FAKES.get(name);
  if (fake !== undefined) return fake;
  if (isElement) return card; // the card service may list bare codes under any name
  return isOfTrade && !OWN_OF_A_TRADE.includes(name) ? personal : null;
}
