/** How a good answers where real shops differ; the client has to take every form (storefront facts: money, stock, cards). */
export interface WireShape {
  /** `text`: decimals as strings, as the code base casts them. */
  money: 'number' | 'text';
  /** `placeholder`: the untranslated text that the document shows. */
  stock: 'number' | 'text' | 'placeholder';
  sales: 'number' | 'placeholder';
  cards: 'text' | 'list';
  description: 'text' | 'null' | 'missing';
  picture: 'text' | 'null' | 'missing';
}

export interface Oddity extends Partial<WireShape> {
  /** How it is delivered (storefront facts, goods type); automatic by default. */
  delivery?: 'manual' | 'processing';
  /** The most that one order may hold. */
  limit?: number;
  requireLogin?: boolean;
}

export const oddities: Readonly<Record<number, Oddity>> = {
  2: { money: 'text' },
  3: { stock: 'text' },
  5: { money: 'text', picture: 'missing' },
  6: { stock: 'placeholder', sales: 'placeholder' },
  9: { money: 'text' },
  12: { description: 'null' },
  14: { cards: 'list' },
  15: { description: 'missing', picture: 'null' },
  18: { money: 'text', stock: 'text' },
  22: { requireLogin: true },
  27: { cards: 'list' },
  29: { sales: 'placeholder' },
  32: { limit: 2 },
  36: { stock: 'placeholder' },
  42: { money: 'text' },
  45: { delivery: 'manual' },
  46: { cards: 'list', money: 'text' },
  49: { delivery: 'processing' },
  50: { delivery: 'processing' },
  51: { delivery: 'processing', stock: 'placeholder' },
  52: { delivery: 'processing' },
  53: { delivery: 'processing' },
  54: { delivery: 'processing' },
  55: { delivery: 'manual' },
  56: { delivery: 'manual', money: 'text' },
  61: { picture: 'null' },
};
