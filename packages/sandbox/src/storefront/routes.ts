import type { Reply } from '../reply.ts';
import type { SandboxRequest } from '../request.ts';
import { getBalance, getGoods, getStock, listGoods } from './browse.ts';
import { getOrder } from './get-order.ts';
import { purchaseAsync, purchaseSync } from './purchase.ts';
import type { Shop } from './shop.ts';

export interface StorefrontRoute {
  operation: string;
  methods: readonly string[];
  path: RegExp;
  /** `id` is what the path's group caught. */
  answer(shop: Shop, request: SandboxRequest, id: string): Reply;
}

const READ = ['GET'];
const BOTH = ['GET', 'POST'];

/** The storefront document's endpoints. */
export const routes: readonly StorefrontRoute[] = [
  { operation: 'list_goods', methods: READ, path: /^\/goods$/, answer: listGoods },
  { operation: 'get_goods', methods: READ, path: /^\/goods\/([^/]+)$/, answer: getGoods },
  { operation: 'get_stock', methods: READ, path: /^\/goods\/([^/]+)\/stock$/, answer: getStock },
  { operation: 'get_balance', methods: READ, path: /^\/balance$/, answer: getBalance },
  { operation: 'purchase_sync', methods: BOTH, path: /^\/purchase$/, answer: purchaseSync },
  { operation: 'purchase_async', methods: BOTH, path: /^\/v2\/purchase$/, answer: purchaseAsync },
  { operation: 'get_order', methods: BOTH, path: /^\/v2\/order\/([^/]+)$/, answer: getOrder },
];
