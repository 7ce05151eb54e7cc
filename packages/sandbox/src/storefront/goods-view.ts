import { fixedYuan, numberYuan } from '../money.ts';
import type { Good, Sub } from './catalogue/catalogue.ts';
import type { Shop } from './shop.ts';

const TYPE_NAMES = { 1: '自动发货', 2: '人工处理', 3: '自动处理' } as const;

// What the document's samples show where a translation is missing.
const PLACEHOLDER = 'api.example_data.total_100';

/** Fen in the form that this good's answers use. */
export function wirePrice({ oddity }: Good, fen: number): number | string {
  return oddity.money === 'text' ? fixedYuan(fen) : numberYuan(fen);
}

export function wireStock(shop: Shop, { oddity }: Good, sub: Sub): number | string {
  const left = shop.stock.get(sub.id) ?? 0;
  return { number: left, text: String(left), placeholder: PLACEHOLDER }[oddity.stock ?? 'number'];
}

/** A row of the list (storefront document, GET /goods). */
export function goodsView(shop: Shop, good: Good) {
  const { id, name, about, sold, type, subs, oddity } = good;
  const picture = `https://example.com/pictures/${id}.jpg`;
  return {
    id,
    name,
    ...present('description', about, oddity.description),
    ...present('picture', picture, oddity.picture),
    price: wirePrice(good, Math.min(...subs.map(({ fen }) => fen))),
    sales_volume: oddity.sales === 'placeholder' ? PLACEHOLDER : sold,
    type,
    type_name: TYPE_NAMES[type],
    subs: subs.map((sub) => ({
      id: sub.id,
      name: sub.name,
      price: wirePrice(good, sub.fen),
      stock: wireStock(shop, good, sub),
    })),
  };
}

/** The page of one product (storefront document, GET /goods/{id}). */
export function goodsDetailView(shop: Shop, good: Good) {
  return {
    ...goodsView(shop, good),
    detail: `<h3>${good.name}</h3><p>${good.about}</p><p>已售 <b>${good.sold}</b> 份&nbsp;&middot;&nbsp;虚拟商品，售出不退</p>`,
    usage_instructions: good.usage,
    require_login: good.oddity.requireLogin === true,
  };
}

function present(key: string, value: string, form: 'text' | 'null' | 'missing' = 'text') {
  return form === 'missing' ? {} : { [key]: form === 'null' ? null : value };
}
