/** One line of the price list. */
export interface SpecRow {
  name: string;
  fen: number;
  stock: number;
}

export interface GoodRow {
  id: number;
  name: string;
  /** What a list shows; may hold anything, like a real shop's. */
  about: string;
  /** How many were sold. */
  sold: number;
  specs: SpecRow[];
}

/** What a delivered card looks like; see `card-text.ts`. */
export type CardForm = 'code' | 'account' | 'number' | 'link' | 'receipt';

/** A shelf of the shop: its goods share how they are delivered and used. */
export interface GoodGroup {
  id: number;
  form: CardForm;
  /** HTML, as the shop's editor leaves it. */
  usage: string;
  goods: GoodRow[];
}

export function spec(name: string, fen: number, stock: number): SpecRow {
  return { name, fen, stock };
}
