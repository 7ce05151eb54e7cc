/**
 * What a stock means. `available`: the shop calls it plenty, which some shops say when they are sold out, too.
 * `scarce`: little is left. `none`: sold out. `by_hand`: made to order by a person, so it can be bought.
 * `unknown`: a text that is known of no shop.
 */
export type StockLevel = 'available' | 'scarce' | 'none' | 'by_hand' | 'unknown';

/** The words of mcy-shop's own delivery plugins (supplier facts, stock). */
const WORDS: Readonly<Record<string, StockLevel>> = {
  大量: 'available',
  少量: 'scarce',
  告急: 'scarce',
  空了: 'none',
  没货了: 'none',
  在线发货: 'by_hand',
};

/** What a number or a word for a stock means. */
export function stockLevel({
  stock,
  stock_text,
}: {
  stock: number | null;
  stock_text: string | null;
}): StockLevel {
  if (stock !== null) return stock > 0 ? 'available' : 'none';
  const word = stock_text?.trim() ?? '';
  return Object.hasOwn(WORDS, word) ? (WORDS[word] ?? 'unknown') : 'unknown';
}
