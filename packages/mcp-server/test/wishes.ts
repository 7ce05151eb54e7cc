import type { Sandbox } from '@kamikit/sandbox';

/** Something the sandbox's shop sells, as arguments for `purchase`. */
export interface Wish {
  goods_id: number;
  sub_id: number;
  quantity: number;
  max_total: string;
  mode: string;
}

interface Page {
  data: {
    data: Array<{ id: number; type: number; subs: Array<{ id: number; price: unknown; stock: unknown }> }>;
  };
}

const IN_STOCK = 100;
const AUTOMATIC = 1;

/**
 * What the shop delivers automatically and has plenty of, cheapest first, one piece at a time up to `most`; no two
 * are the same goods in the same quantity. Even quantities wait for their cards.
 */
export async function wishesFor({ storefront }: Sandbox, most = 1): Promise<Wish[]> {
  const response = await fetch(`${storefront.url}/goods?per_page=100`, {
    headers: { 'x-api-key': storefront.apiKey, accept: 'application/json' },
  });
  const page = (await response.json()) as Page;
  const subs = page.data.data
    .filter(({ type }) => type === AUTOMATIC)
    .flatMap(({ id, subs }) => subs.map((sub) => ({ goods_id: id, ...sub })))
    .filter(({ stock }) => Number(stock) >= IN_STOCK)
    .sort((a, b) => Number(a.price) - Number(b.price));
  return quantities(most).flatMap((quantity) =>
    subs.map(({ goods_id, id, price }) => ({
      ...{ goods_id, sub_id: id, quantity, max_total: String(Number(price) * quantity) },
      mode: quantity % 2 === 0 ? 'sync' : 'async',
    })),
  );
}

function quantities(most: number): number[] {
  return Array.from({ length: most }, (_, index) => index + 1);
}
