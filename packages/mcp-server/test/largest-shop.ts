import { once } from 'node:events';
import { createServer } from 'node:http';
import { CARD, WIDGET } from './largest-operations.ts';

const USUAL: Readonly<Record<string, unknown>> = {
  'storefront.get_goods': { id: 1, name: '会员', subs: [] },
  'storefront.get_stock': {
    goods_id: 1,
    goods_name: '会员',
    subs: [{ sub_id: 1, price: '0.01', stock: 9_999 }],
  },
  'storefront.get_balance': { balance: '900', total_spent: '1' },
  'cards.verify': CARD,
  'supplier.items': [{ id: 1, name: '会员', sku: [{ id: 1, stock_price: '0.01', stock: 9_999 }] }],
  'supplier.item': {
    id: 1,
    name: '会员',
    widget: WIDGET,
    sku: [{ id: 1, stock_price: '0.01', stock: 9_999 }],
  },
  'supplier.sku_stock': { stock: 9_999 },
  'supplier.sku_state': { state: 1 },
  'supplier.amount': { amount: '0.01' },
  'supplier.connect': { username: 'u', balance: '900' },
};

/** Whatever each of the three upstreams wraps its data in. */
export function envelope(data: unknown): string {
  return JSON.stringify({ success: true, code: 200, message: '', msg: 'success', data });
}

/** A shop of all three upstreams that answers as usual, but for what it is told. */
export async function openLargeShop() {
  let bodies: Readonly<Record<string, Buffer>> = {};
  const server = createServer((request, response) => {
    request.resume();
    const operation = operationOf(request.url ?? '');
    const body = bodies[operation] ?? Buffer.from(envelope(USUAL[operation] ?? null));
    response.writeHead(200, { 'content-type': 'application/json' }).end(body);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
  return {
    environment: {
      ...{ KAMIKIT_STOREFRONT_URL: `${url}/api`, KAMIKIT_STOREFRONT_API_KEY: 'canary-storefront' },
      ...{ KAMIKIT_CARDS_URL: `${url}/cards/`, KAMIKIT_CARDS_API_KEY: 'canary-cards' },
      ...{
        KAMIKIT_SUPPLIER_URL: url,
        KAMIKIT_SUPPLIER_API_ID: '1',
        KAMIKIT_SUPPLIER_API_KEY: 'canary-supplier',
      },
      ...{ KAMIKIT_MAX_ORDER_TOTAL: '9999', KAMIKIT_DAILY_BUDGET: '9999', KAMIKIT_CONFIRM: 'never' },
    },
    /** What is answered from now on, by operation; all others as usual. */
    answer(next: Readonly<Record<string, Buffer>>) {
      bodies = next;
    },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

function operationOf(url: string): string {
  const { pathname, searchParams } = new URL(url, 'http://127.0.0.1');
  const action = searchParams.get('action');
  if (action !== null) return `cards.${action}`;
  const supplier = /^\/plugin\/open-api\/(.+)$/.exec(pathname)?.[1];
  if (supplier !== undefined) return `supplier.${supplier.replace('/', '_')}`;
  if (pathname.endsWith('/v2/purchase')) return 'storefront.purchase_async';
  if (pathname.endsWith('/stock')) return 'storefront.get_stock';
  if (pathname.includes('/v2/order/')) return 'storefront.get_order';
  if (pathname.endsWith('/goods')) return 'storefront.list_goods';
  return pathname.includes('/goods/')
    ? 'storefront.get_goods'
    : `storefront.${pathname.endsWith('/balance') ? 'get_balance' : 'purchase'}`;
}
