/** Makes the substitute for a sensitive value; the number tells the values of its kind apart. */
export type Fake = (number: number) => string;

/** Where a value is found. */
interface Place {
  /** Of the field, or of the list that holds it. */
  name: string;
  isElement: boolean;
  /** Whether the buyer sent it with a trade: there any field may be the buyer's own. */
  isOfTrade: boolean;
}

const card: Fake = (number) => `CARD-${String(number).padStart(4, '0')}`;
const tradeNo: Fake = (number) => `28${String(number).padStart(22, '0')}`;

// The names that the upstreams' documents give them.
const FAKES: ReadonlyMap<string, Fake> = new Map([
  ...['cards', 'card', 'code', 'codes', 'contents', 'data'].map((name) => [name, card] as const),
  ...['trade_no', 'item_trade_no'].map((name) => [name, tradeNo] as const),
  ['order_sn', (number) => `ORDER-${String(number).padStart(4, '0')}`],
  ['username', (number) => `buyer-${number}`],
  ['remark', (number) => `remark-${number}`],
]);

// Whatever else an upstream may one day add.
const PRIVATE = /pass|pwd|secret|token|sign|key$|mail|phone|mobile|account|address|qq|wechat|(^|_)ip$/i;
const personal: Fake = (number) => `private-${number}`;

const PUBLIC_IN_TRADE = ['sku_id', 'quantity', 'async_url'];

/** The substitute for a value in some place; null where the value is not a secret. */
export function fakeFor({ name, isElement, isOfTrade }: Place): Fake | null {
  const fake = FAKES.get(name);
  if (fake !== undefined) return fake;
  if (isElement) return card; // the card service may list bare codes under any name
  if (isOfTrade && !PUBLIC_IN_TRADE.includes(name)) return personal;
  return PRIVATE.test(name) ? personal : null;
}

const COUNTERS =
  /^(balance|total_spent|stock|sales_volume|total|(used|remaining|new_total|total)_(count|uses|points))$/;
const CLOCK_TIME = /^\d{4}-\d\d-\d\d([ T])\d\d:\d\d(:\d\d)?$/;

/** Replaces a value that changes from day to day with a fixed one of the same type and form. */
export function steady(name: string, value: unknown): unknown {
  const isCounter = COUNTERS.test(name);
  if (typeof value === 'number') return isCounter ? 1 : value;
  if (typeof value !== 'string') return value;
  const time = CLOCK_TIME.exec(value);
  if (time) return `2026-01-01${time[1]}00:00:00`.slice(0, value.length);
  if (name === 'remaining_time') return value.replace(/\d+/g, '1');
  // As many decimals as before: how an upstream writes money is part of how it speaks.
  return isCounter
    ? value.replace(/^\d+(?=$|\.)/, '1').replace(/(?<=^1\.)\d+$/, (digits) => '0'.repeat(digits.length))
    : value;
}
