import { fixedYuan } from '../money.ts';
import type { Item, Sku } from './catalogue.ts';
import type { Site } from './site.ts';

/** An item as the shop shows it (supplier facts, items); what the document leaves open differs from item to item. */
export function itemView(site: Site, item: Item): object {
  const { id, name, introduce, category } = item;
  return {
    ...{ id, name, introduce },
    picture_url: id % 2 === 0 ? `/assets/item/${id}.png` : `https://example.com/item/${id}.png`,
    category: { name: category },
    api_code: `ITEM${String(id).padStart(6, '0')}`,
    widget: widgetText(item),
    sku: item.sku.map((sku) => ({
      ...{ id: sku.id, name: sku.name, picture_url: null },
      stock_price: `${fixedYuan(sku.fen)}0000`,
      stock: stockText(site, item, sku),
      message: null,
      market_control_status: 0,
    })),
  };
}

/** JSON text of a list; for none `""`, `"[]"` or nothing at all. */
function widgetText({ id, widgets }: Item): string | null {
  if (widgets.length > 0) return JSON.stringify(widgets);
  return ['', '[]', null][id % 3] ?? null;
}

/** Always text; for goods delivered by hand, a word that means they can be bought. */
export function stockText(site: Site, { delivery }: Item, { id }: Sku): string {
  return delivery === 'by_hand' ? '在线发货' : String(site.stock.get(id) ?? 0);
}
