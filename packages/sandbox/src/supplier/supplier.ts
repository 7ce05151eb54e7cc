import { ControlError, controlFields } from '../control-fields.ts';
import { pageReply, type Reply } from '../reply.ts';
import type { RequestHead, SandboxRequest } from '../request.ts';
import { defineUpstream, type Route } from '../upstream.ts';
import {
  type Action,
  amount,
  connect,
  item,
  items,
  query,
  refuse,
  skuState,
  skuStock,
  trade,
} from './actions.ts';
import { catalogueOf } from './catalogue.ts';
import { notify } from './notification.ts';
import { filteredFields, isSigned } from './request-filter.ts';
import { API_ID, API_KEY, openSite, type Site, type Status, siteState, type Trade } from './site.ts';
import { moveTrade, ripen } from './trade.ts';

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
  aliases: {},
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
        supplier: (body) => setManner(site, body),
        trades: (body) => settle(site, body),
        notify: (body) => sendNotifications(site, body),
      },
    };
  },
});

function findRoute(site: Site, { method, path }: RequestHead): Route {
  const { prefix, without } = site.manner;
  const action = Object.entries(actions).find(([below]) => path === prefix + below)?.[1];
  if (action === undefined || method !== 'POST') return { operation: 'unknown', answer: missing };
  const { operation, run } = action;
  if (without.includes(operation)) return { operation, answer: missing };
  return { operation, answer: (request) => answer(site, run, request) };
}

/** A page whatever the client accepts (supplier facts, HTML). */
function missing(): Reply {
  return pageReply(404, 'Not Found');
}

function answer(site: Site, run: Action, { headers, body }: SandboxRequest): Reply {
  void ripen(site);
  // Only a form reaches PHP's $_POST (supplier facts, body).
  const isForm = (headers['content-type'] ?? '').includes('application/x-www-form-urlencoded');
  const fields = isForm ? filteredFields(body) : {};
  if (headers['api-id'] !== API_ID) return refuse('商户不存在');
  if (!isSigned(fields, API_KEY, String(headers['api-signature']))) return refuse('签名错误');
  return run(site, fields);
}

function setManner(site: Site, body: unknown): object {
  const fields = controlFields(body, 'a supplier control');
  const { manner } = site;
  const next = {
    prefix: fields.has('prefix') ? fields.text('prefix') : manner.prefix,
    without: [fields.texts('without') ?? manner.without].flat(),
    status_field: fields.flag('status_field', manner.status_field),
    items: fields.integer('items', { min: 0, max: 50_000 }, manner.items),
  };
  fields.end();
  const stranger = next.without.find((name) => !operations.includes(name));
  if (stranger !== undefined)
    throw new ControlError(`without: there is no operation ${stranger}; available: ${operations.join(', ')}`);
  site.manner = next;
  site.items = catalogueOf(site.manner.items);
  for (const { sku } of site.items)
    for (const { id, stock } of sku) site.stock.set(id, site.stock.get(id) ?? stock);
  return site.manner;
}

async function settle(site: Site, body: unknown): Promise<object> {
  const fields = controlFields(body, 'a trade control');
  const found = findTrade(site, fields.text('trade_no'));
  const status = readStatus(fields.integer('status', { min: 0, max: 3 }));
  const contents = fields.texts('contents');
  fields.end();
  await moveTrade(site, found, status, contents === undefined ? undefined : [contents].flat().join('\n'));
  return { trade_no: found.item_trade_no, status: found.status };
}

async function sendNotifications(site: Site, body: unknown): Promise<object> {
  const fields = controlFields(body, 'a notification');
  const found = findTrade(site, fields.text('trade_no'));
  const repeat = fields.integer('repeat', { min: 1, max: 20 }, 1);
  const forge = fields.has('forge') ? fields.choice('forge', ['signature', 'foreign_order']) : undefined;
  const status = fields.has('status') ? readStatus(fields.integer('status', { min: 0, max: 3 })) : undefined;
  fields.end();
  const sent = [];
  for (let count = 0; count < repeat; count += 1) sent.push(await notify(site, found, { status, forge }));
  return { sent };
}

const STATUSES: readonly Status[] = [0, 1, 2, 3];

function readStatus(value: number): Status {
  return STATUSES.find((status) => status === value) ?? 0;
}

/** By the buyer's number. */
function findTrade({ trades }: Site, tradeNo: string): Trade {
  const found = trades.get(tradeNo);
  if (found === undefined) throw new ControlError(`there is no trade ${tradeNo}`);
  return found;
}
