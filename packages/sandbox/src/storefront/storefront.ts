import { jsonReply, type Reply } from '../reply.ts';
import type { RequestHead, SandboxRequest } from '../request.ts';
import { defineUpstream, type Route } from '../upstream.ts';
import { routes, type StorefrontRoute } from './routes.ts';
import { settleOrder } from './settle-order.ts';
import { openShop, type Shop, shopState } from './shop.ts';

const PREFIX = '/storefront/api';
const API_KEY = 'sandbox-storefront-key-not-a-secret';
const PURCHASES = ['purchase_sync', 'purchase_async'];

export const storefront = defineUpstream({
  prefix: PREFIX,
  operations: routes.map(({ operation }) => operation),
  changes: PURCHASES,
  aliases: { purchase: PURCHASES },
  connection: (origin) => ({ url: `${origin}${PREFIX}`, apiKey: API_KEY }),
  open(means) {
    const shop = openShop(means);
    return {
      route: (head) => findRoute(shop, head),
      state: () => shopState(shop),
      controls: { orders: (body) => settleOrder(shop, body) },
    };
  },
});

function findRoute(shop: Shop, { method, path }: RequestHead): Route | null {
  for (const route of routes) {
    const match = route.methods.includes(method) ? route.path.exec(path) : null;
    if (match === null) continue;
    const [, id = ''] = match;
    return { operation: route.operation, answer: (request) => answer(shop, route, request, id) };
  }
  return null;
}

/** The key first: an unknown caller learns nothing else (storefront document, API认证方式). */
function answer(shop: Shop, route: StorefrontRoute, request: SandboxRequest, id: string): Reply {
  const { 'x-api-key': key, authorization } = request.headers;
  if (key !== API_KEY && authorization !== `Bearer ${API_KEY}`)
    return jsonReply(401, { success: false, message: 'API密钥无效' });
  return route.answer(shop, request, id);
}
