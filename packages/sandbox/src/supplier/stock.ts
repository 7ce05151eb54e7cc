import type { Item, Sku, StockMode } from './catalogue.ts';
import type { Site } from './site.ts';

/**
 * What the card plugin says instead of a number, when there are some and when there are none. How many it takes for
 * another word than these was not seen; mode 1 says the same whatever there is (supplier facts, stock).
 */
const WORDS: Record<Exclude<StockMode, 0>, readonly [some: string, none: string]> = {
  1: ['大量', '大量'],
  2: ['告急', '空了'],
  3: ['少量', '没货了'],
};

/** What a shop told of a SKU once, and tells again until its cache is renewed. */
export interface Told {
  stock?: string;
  state?: boolean;
}

/** How many cards there are; null for what a person delivers. */
export function cardsLeft({ stock }: Site, { id, delivery }: Sku): number | null {
  if (delivery === 'by_hand' || delivery === 'preset') return null;
  return delivery === 'unplugged' ? 0 : (stock.get(id) ?? 0);
}

/** Always a text; for goods made by hand a word that means they can be bought. */
export function stockText(site: Site, sku: Sku): string {
  const told = toldOf(site, sku);
  told.stock ??= presentText(site, sku);
  return told.stock;
}

/** Blind to the quantity (supplier facts, items). */
export function stockState(site: Site, item: Item, sku: Sku): boolean {
  const told = toldOf(site, sku);
  told.state ??= item.onSale && cardsLeft(site, sku) !== 0;
  return told.state;
}

function presentText(site: Site, sku: Sku): string {
  const left = cardsLeft(site, sku);
  if (left === null) return '在线发货';
  const mode = site.manner.stock_mode ?? sku.stockMode;
  return mode === 0 ? String(left) : WORDS[mode][left > 0 ? 0 : 1];
}

function toldOf({ told, manner }: Site, { id }: Sku): Told {
  const known = (manner.stock_cache ? told.get(id) : undefined) ?? {};
  told.set(id, known);
  return known;
}
