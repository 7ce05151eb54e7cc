import { numberYuan } from '../money.ts';
import type { Reply } from '../reply.ts';
import type { SandboxRequest } from '../request.ts';
import { catalogue, type Good } from './catalogue/catalogue.ts';
import { refusal, success } from './envelope.ts';
import { goodsDetailView, goodsView, wirePrice, wireStock } from './goods-view.ts';
import { requestForm } from './request-form.ts';
import { findGood, type Shop } from './shop.ts';

const PER_PAGE_DEFAULT = 15;
const PER_PAGE_MAX = 100;

export function listGoods(shop: Shop, request: SandboxRequest): Reply {
  const form = requestForm(request);
  // Ids and types start at 1, so 0 means any.
  const groupId = form.integer('group_id', {}, 0);
  const type = form.integer('type', {}, 0);
  const perPage = form.integer('per_page', { min: 1, max: PER_PAGE_MAX }, PER_PAGE_DEFAULT);
  const page = form.integer('page', { min: 1 }, 1);
  const invalid = form.invalid();
  if (invalid !== null) return invalid;

  const search = form.text('search').trim().toLowerCase();
  const found = catalogue.filter(
    (good) =>
      (groupId === 0 || good.groupId === groupId) &&
      (type === 0 || good.type === type) &&
      searchText(good).includes(search),
  );
  const first = (page - 1) * perPage;
  return success({
    current_page: page,
    data: found.slice(first, first + perPage).map((good) => goodsView(shop, good)),
    total: found.length,
    per_page: perPage,
  });
}

export function getGoods(shop: Shop, _request: SandboxRequest, id: string): Reply {
  const good = findGood(Number(id));
  return good === undefined ? refusal('商品不存在') : success(goodsDetailView(shop, good));
}

export function getStock(shop: Shop, _request: SandboxRequest, id: string): Reply {
  const good = findGood(Number(id));
  if (good === undefined) return refusal('商品不存在');
  return success({
    goods_id: good.id,
    goods_name: good.name,
    subs: good.subs.map((sub) => ({
      sub_id: sub.id,
      sub_name: sub.name,
      stock: wireStock(shop, good, sub),
      price: wirePrice(good, sub.fen),
    })),
  });
}

export function getBalance({ balance, totalSpent }: Shop): Reply {
  return success({
    balance: numberYuan(balance),
    total_spent: numberYuan(totalSpent),
    level_name: '白银会员',
  });
}

function searchText({ name, about, subs }: Good): string {
  return [name, about, ...subs.map((sub) => sub.name)].join('\n').toLowerCase();
}
