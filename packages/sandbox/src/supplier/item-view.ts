import { fixedYuan } from '../money.ts';
import type { Item, Sku } from './catalogue.ts';
import type { Site } from './site.ts';
import { stockText } from './stock.ts';

/** An item as the shop shows it (supplier facts, items); what the document leaves open differs from item to item. */
export function itemView(site: Site, item: Item): object {
  const { id, name, introduce, category } = item;
  return {
    ...{ id, name, introduce },
    picture_url: id % 2 === 0 ? `/assets/item/${id}.png` : `https://example.com/item/${id}.png`,
    category: { name: category },
    api_code: `ITEM${String(id).padStart(6, '0')}`,
    widget: widgetText(item),
    sku: item.sku.map((sku) => skuView(site, sku)),
  };
}

// The official client breaks where one of these is missing, or the picture is null (supplier facts, items).
const FREE_MARKET = {
  market_control: false,
  market_control_min_price: '0.000000',
  market_control_max_price: '0.000000',
  market_control_level_min_price: '0.000000',
  market_control_level_max_price: '0.000000',
  market_control_user_min_price: '0.000000',
  market_control_user_max_price: '0.000000',
  market_control_min_num: 0,
  market_control_max_num: 0,
  market_control_only_num: 0,
};

function skuView(site: Site, sku: Sku): object {
  return {
    id: sku.id,
    picture_url: `/assets/sku/${sku.id}.png`,
    stock: stockText(site, sku),
    message: null,
    name: sku.name,
    stock_price: `${fixedYuan(sku.fen)}0000`,
    ...FREE_MARKET,
  };
}

/** JSON text of a list; for none `""`, `"[]"` or nothing at all. */
function widgetText({ id, widgets }: Item): string | null {
  if (widgets.length > 0) return JSON.stringify(widgets);
  return ['', '[]', null][id % 3] ?? null;
}
