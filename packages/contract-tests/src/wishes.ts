import type { Sandbox } from '@kamikit/sandbox';

/** Something the sandbox's shop sells, as arguments for `purchase`. */
export interface Wish {
  goods_id: number;
  sub_id: number;
  quantity: number;
  max_total: string;
}

interface Page {
  data: {
    data: Array<{ id: number; type: number; subs: Array<{ id: number; price: unknown; stock: unknown }> }>;
  };
}

const IN_STOCK = 100;
const AUTOMATIC = 1;

/** One piece of each specification that is delivered automatically and well in stock, cheapest first. */
export async function wishesFor({ storefront }: Sandbox): Promise<Wish[]> {
  const response = await fetch(`${storefront.url}/goods?per_page=100`, {
    headers: { 'x-api-key': storefront.apiKey, accept: 'application/json' },
  });
  const page = (await response.json()) as Page;
  return page.data.data
    .filter(({ type }) => type === AUTOMATIC)
    .flatMap(({ id, subs }) =>
      subs
        .filter(({ stock }) => Number(stock) >= IN_STOCK)
        .map((sub) => ({ goods_id: id, sub_id: sub.id, quantity: 1, max_total: String(sub.price) })),
    )
    .sort((a, b) => Number(a.max_total) - Number(b.max_total));
}
