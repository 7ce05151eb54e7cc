import type { Reply } from '../reply.ts';
import type { RequestHead, SandboxRequest } from '../request.ts';
import { type Course, defineUpstream, type Route } from '../upstream.ts';
import { type Action, amount, connect, item, items, query, skuState, skuStock, trade } from './actions.ts';
import { sendNotifications, setManner, settle } from './controls.ts';
import { errorPage, missingPage, refuse } from './replies.ts';
import { filteredFields, isSigned } from './request-filter.ts';
import { ripen } from './ripen.ts';
import { API_ID, API_KEY, openSite, type Site } from './site.ts';
import { siteState } from './site-state.ts';

const PREFIX = '/supplier';

/** By what follows the plugin's prefix. */
const actions: Readonly<Record<string, { operation: string; run: Action }>> = {
  '/items': { operation: 'items', run: items },
  '/item': { operation: 'item', run: item },
  '/sku/stock': { operation: 'sku_stock', run: skuStock },
  '/sku/state': { operation: 'sku_state', run: skuState },
  '/trade': { operation: 'trade', run: trade },
  '/query': { operation: 'query', run: query },
  '/connect': { operation: 'connect', run: connect },
  '/amount': { operation: 'amount', run: amount },
};

const operations = Object.values(actions).map(({ operation }) => operation);

/** The open-api plugin of an mcy-shop site. */
export const supplier = defineUpstream({
  prefix: PREFIX,
  operations,
  changes: ['trade'],
  aliases: {},
  transactions: ['trade'],
  errorPage,
  connection: (origin) => ({
    ...{ url: `${origin}${PREFIX}`, apiId: API_ID, apiKey: API_KEY },
    prefix: '/plugin/open-api',
  }),
  open(means) {
    const site = openSite(means);
    return {
      route: (head) => findRoute(site, head),
      state() {
        void ripen(site);
        return siteState(site);
      },
      catchUp: () => ripen(site),
      controls: {
        supplier: (body) => setManner(site, operations, body),
        trades: (body) => settle(site, body),
        notify: (body) => sendNotifications(site, body),
      },
    };
  },
});

function findRoute(site: Site, { method, path }: RequestHead): Route {
  const { prefix, without } = site.manner;
  const unknown = { operation: 'unknown', answer: missingPage };
  if (method !== 'POST') return unknown;
  const action = Object.entries(actions).find(([below]) => path === prefix + below)?.[1];
  // A sub-site that does not run the plugin is no missing route (supplier facts, HTML).
  if (action === undefined)
    return /^\/plugin\/\d+\/open-api\//.test(path)
      ? { ...unknown, answer: () => refuse('插件[OpenApi]不存在') }
      : unknown;
  const { operation, run } = action;
  if (without.includes(operation)) return { operation, answer: missingPage };
  return { operation, answer: (request, course) => answer(site, run, request, course) };
}

function answer(
  site: Site,
  run: Action,
  { headers, body }: SandboxRequest,
  course?: Course,
): Reply | Promise<Reply | null> {
  void ripen(site);
  // Only a form reaches PHP's $_POST (supplier facts, body).
  const isForm = (headers['content-type'] ?? '').includes('application/x-www-form-urlencoded');
  const fields = isForm ? filteredFields(body) : {};
  if (headers['api-id'] !== API_ID) return refuse('商户不存在');
  if (!isSigned(fields, API_KEY, String(headers['api-signature']))) return refuse('签名验证错误');
  return run(site, fields, course);
}
