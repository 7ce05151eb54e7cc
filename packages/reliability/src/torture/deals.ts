import type { Sandbox } from '@kamikit/sandbox';
import type { Choices } from '../seeded.ts';

/** Something that is wished for once: its key, and the call that wishes it. */
export interface Deal {
  tool: DealTool;
  key: string;
  args: Readonly<Record<string, unknown>>;
  /** What it is known by on both sides, at the upstream and in the ledger. Only `again` makes two deals share one. */
  name: string;
  /** In yuan, at most. */
  total: number;
}

export type DealTool = 'purchase' | 'supplier_trade' | 'use_card' | 'recharge_card' | 'generate_cards';

/** What can be bought. */
export interface Offer {
  goods_id: number;
  sub_id: number;
  price: number;
}

interface Sku {
  sku_id: number;
  price: number;
}

// What the supplier delivers at once, slowly, not in the end, and pays back.
const SKUS = [
  { sku_id: 11, price: 13.5 },
  { sku_id: 31, price: 16 },
  { sku_id: 51, price: 2 },
  { sku_id: 111, price: 36 },
  { sku_id: 131, price: 8 },
  { sku_id: 121, price: 9.5 },
] as const;

const TOOLS = [
  ...(['purchase', 'purchase', 'purchase', 'purchase', 'supplier_trade', 'supplier_trade'] as const),
  ...(['use_card', 'recharge_card', 'generate_cards'] as const),
] as const;

const AUTOMATIC = 1;
const PLENTY = 100;

/** What the shop delivers by itself and has plenty of. */
export async function readOffers({ storefront }: Sandbox): Promise<Offer[]> {
  const response = await fetch(`${storefront.url}/goods?per_page=100`, {
    headers: { 'x-api-key': storefront.apiKey, accept: 'application/json' },
  });
  const goods: Good[] = Object(await response.json()).data.data;
  return goods
    .filter(({ type }) => type === AUTOMATIC)
    .flatMap(({ id, subs }) => subs.map((sub) => ({ goods_id: id, ...sub })))
    .filter(({ stock }) => Number(stock) >= PLENTY)
    .map(({ goods_id, id, price }) => ({ goods_id, sub_id: id, price: Number(price) }))
    .sort((a, b) => a.price - b.price || a.sub_id - b.sub_id)
    .slice(0, 12);
}

interface Good {
  id: number;
  type: number;
  subs: Array<{ id: number; price: unknown; stock: unknown }>;
}

/** New cards of several uses. */
export async function issueCards({ cards }: Sandbox, count: number): Promise<string[]> {
  const form = { api_key: cards.apiKey, card_type: 'count', duration: '100', count: String(count) };
  const response = await fetch(`${cards.url}?action=generate`, {
    method: 'POST',
    body: new URLSearchParams(form),
  });
  return Object(await response.json()).data.codes;
}

/** Draws deals, each known by another name, but for those that are meant once more. */
export function drawDeals(
  { between, oneOf, happens }: Choices,
  count: number,
  offers: readonly Offer[],
): Deal[] {
  const deals: Deal[] = [];
  for (let index = 0; index < count; index += 1) {
    const key = `key-${index}`;
    const like = deals.find(({ tool }) => tool === 'purchase' || tool === 'supplier_trade');
    if (like !== undefined && happens(0.15))
      deals.push({ ...like, key, args: { ...like.args, again: true } });
    else deals.push({ key, ...draw(oneOf(TOOLS), index) });
  }
  return deals;

  function draw(tool: DealTool, index: number): Omit<Deal, 'key'> {
    // No other deal of the schedule has this quantity.
    const quantity = index + 1;
    const code = `card ${index}`;
    switch (tool) {
      case 'purchase': {
        const { goods_id, sub_id, price } = offers[between(0, offers.length - 1)] ?? {
          goods_id: 1,
          sub_id: 11,
          price: 1,
        };
        const total = yuan(price * quantity);
        const mode = oneOf(['sync', 'async']);
        const args = { goods_id, sub_id, quantity, max_total: String(total), mode };
        return { tool, args, name: `${goods_id}/${sub_id} × ${quantity}`, total };
      }
      case 'supplier_trade': {
        const { sku_id, price } = oneOf<Sku>(SKUS);
        const total = yuan(price * quantity);
        return {
          tool,
          args: { sku_id, quantity, max_total: String(total) },
          name: `${sku_id} × ${quantity}`,
          total,
        };
      }
      case 'use_card':
        return { tool, args: { code }, name: code, total: 0 };
      case 'recharge_card':
        return { tool, args: { code, amount: quantity }, name: code, total: 0 };
      case 'generate_cards': {
        const remark = `batch ${index}`;
        return {
          tool,
          args: { card_type: 'count', uses: 3, count: between(1, 3), remark },
          name: remark,
          total: 0,
        };
      }
    }
  }
}

function yuan(amount: number): number {
  return Math.round(amount * 100) / 100;
}
