import { OFF_SALE, type Row, rows, WIDGETS } from './catalogue-rows.ts';
import type { Widget } from './widget.ts';

/**
 * How a SKU is delivered. `instant` has cards, `preset` a text that counts as shipped; of `unplugged` the delivery
 * plugin is gone; all others answer a trade with status 0 and a notice.
 */
export type Delivery = 'instant' | 'preset' | 'by_hand' | 'slow' | 'fails' | 'refunds' | 'unplugged';

/** How the card plugin tells what is left: 0 as a number, 1 to 3 as words. */
export type StockMode = 0 | 1 | 2 | 3;

export interface Sku {
  id: number;
  name: string;
  fen: number;
  stock: number;
  delivery: Delivery;
  stockMode: StockMode;
  /** What a trade says that is not delivered yet; of `preset` what is delivered. */
  notice: string;
  /** `pasted` ones went through the shop's filter; `long` ones make large notifications. */
  cards: 'uploaded' | 'pasted' | 'long';
}

export interface Item {
  id: number;
  name: string;
  category: string;
  introduce: string | null;
  onSale: boolean;
  widgets: Widget[];
  sku: Sku[];
}

const USUAL = {
  delivery: 'instant',
  stockMode: 0,
  notice: '订单已提交，正在为您处理，请耐心等待',
  cards: 'uploaded',
} as const;

/** All items; beyond the catalogue's own, made-up ones up to `count`. */
export function catalogueOf(count: number): Item[] {
  const more = Array.from(
    { length: Math.max(0, count - rows.length) },
    (_, index): Row => [`批发商品 ${index + 1}`, '批发', ['默认', 1_00, 10]],
  );
  return [...rows, ...more].map(makeItem);
}

function makeItem([name, category, ...sku]: Row, index: number): Item {
  const id = index + 1;
  return {
    ...{ id, name, category },
    introduce: id % 4 === 0 ? null : `<p>${name}，<b>自动发货</b>&nbsp;售后 7 天</p>`,
    onSale: name !== OFF_SALE,
    widgets: WIDGETS[name] ?? [],
    sku: sku.map(([skuName, fen, stock, manner], at) => ({
      ...{ id: id * 10 + at + 1, name: skuName, fen, stock },
      ...USUAL,
      ...manner,
    })),
  };
}
