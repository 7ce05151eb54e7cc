import { compareMoney, type Goods, type Money, mapInTurns, type StorefrontClient } from '@kamikit/core';

export interface PriceFilter {
  sort?: 'price_asc' | 'price_desc' | undefined;
  price_max?: Money | undefined;
}

interface ByPrice {
  /** Those that fit, as sorted. */
  goods: Goods[];
  /** The lowest price of all that were looked at, in yuan. */
  cheapest: Money | null;
  isCut: boolean;
}

/** More are not looked at: each hundred is a request. */
export const MOST_GOODS = 1_000;

/** Reads the whole list, as the shop itself neither sorts nor knows a limit. A good costs what its cheapest specification does. */
export async function goodsByPrice(
  client: StorefrontClient,
  filter: Parameters<StorefrontClient['iterateGoods']>[0],
  { sort, price_max }: PriceFilter,
  signal: AbortSignal,
): Promise<ByPrice> {
  const all: Goods[] = [];
  let isCut = false;
  for await (const goods of client.iterateGoods({ ...filter, per_page: 100 }, { signal })) {
    isCut = all.length === MOST_GOODS;
    if (isCut) break;
    all.push(goods);
  }
  const priced = await mapInTurns(all, (goods) => ({ goods, price: lowestPrice(goods) }), signal);
  const fitting = priced.filter(
    ({ price }) => price_max === undefined || (price !== null && compareMoney(price, price_max) <= 0),
  );
  const direction = sort === 'price_desc' ? -1 : 1;
  if (sort !== undefined)
    fitting.sort((a, b) => {
      // What shows no price comes last either way.
      if (a.price === null || b.price === null) return Number(a.price === null) - Number(b.price === null);
      return direction * compareMoney(a.price, b.price);
    });
  return {
    goods: fitting.map(({ goods }) => goods),
    cheapest: lowest(priced.map(({ price }) => price)),
    isCut,
  };
}

function lowestPrice({ price, subs }: Goods): Money | null {
  return lowest(subs.map((sub) => sub.price)) ?? price;
}

function lowest(prices: ReadonlyArray<Money | null>): Money | null {
  return prices.reduce(
    (low, price) => (price !== null && (low === null || compareMoney(price, low) < 0) ? price : low),
    null,
  );
}
