import { once } from 'node:events';
import { createServer } from 'node:http';

const MiB = 1024 * 1024;

/** A call whose upstream gives the largest answer it may, or one byte more. */
export interface LargestAnswer {
  name: string;
  tool: string;
  args: Record<string, unknown>;
  /** What the shop answers, by operation; all others as usual. */
  bodies: Readonly<Record<string, () => Buffer>>;
}

type Fields = Record<string, unknown>;

interface Operation {
  tool: string;
  args: (number: number) => Fields;
  /** How many bytes the answer may have. */
  most: number;
  /** What the answer has to say. */
  data: Fields;
  /** Its texts. */
  texts: readonly string[];
  /** Its list, how long it may be, and the row's own fields. */
  list?: readonly [name: string, most: number, row: (at: number) => unknown];
}

const CARD = { code: 'C-1', card_type: 'count', used_count: '1', remaining_count: '9', total_uses: '10' };
const ORDER = { order_sn: 'A1', status: 4, status_text: '已完成', total_price: 0.01, actual_price: 0.01 };
const NO = '280000000001795206088944';
const TRADE = { trade_no: '261121889859015349845999', status: 1, amount: '0.01' };
const FIELDS = Object.fromEntries(Array.from({ length: 100 }, (_, at) => [`f${at}`, `${'a'.repeat(60)}!`]));
// Each backtracks without end.
const WIDGET = Object.keys(FIELDS).map((name) => ({ name, title: name, type: 'text', regex: '^(a+)+$' }));

const key = (number: number) => ({ idempotency_key: `key-${number}` });
const buy = (number: number) => ({
  goods_id: 1,
  sub_id: 1,
  quantity: number,
  max_total: '999',
  ...key(number),
});
const spec = (at: number) => ({
  id: at,
  sub_id: at,
  price: '0.01',
  stock: 9,
  name: '<b>规格',
  sub_name: '<b>规格',
});

/** Every operation of every upstream. */
const operations: Readonly<Record<string, Operation>> = {
  'storefront.list_goods': {
    ...{ tool: 'list_goods', args: () => ({ per_page: 100 }), most: 4 * MiB, data: {}, texts: [] },
    list: [
      'data',
      1_000,
      (id) => ({ id, name: '<b>会员</b>', price: '1', description: '<p>月卡</p>'.repeat(99) }),
    ],
  },
  'storefront.get_goods': {
    ...{ tool: 'get_goods', args: () => ({ goods_id: 1 }), most: 4 * MiB },
    ...{ data: { id: 1 }, texts: ['name', 'description', 'detail', 'usage_instructions', 'type_name'] },
    list: ['subs', 2_000, spec],
  },
  'storefront.get_stock': {
    ...{ tool: 'get_goods', args: () => ({ goods_id: 1 }), most: 2 * MiB },
    ...{ data: { goods_id: 1 }, texts: ['goods_name'], list: ['subs', 2_000, spec] },
  },
  'storefront.get_balance': {
    ...{ tool: 'get_balance', args: () => ({}), most: 2 * MiB, data: { balance: 1 }, texts: ['level_name'] },
  },
  'storefront.purchase': {
    ...{ tool: 'purchase', args: (number) => ({ ...buy(number), mode: 'sync' }), most: 2 * MiB },
    ...{ data: ORDER, texts: ['cards', 'status_text'], list: ['cards', 49_000, (at) => `A-${at}`] },
  },
  'storefront.purchase_async': {
    ...{ tool: 'purchase', args: buy, most: 2 * MiB, data: ORDER, texts: ['cards'] },
    list: ['items', 1_000, (at) => ({ goods_name: '会员', cards: `A${at}` })],
  },
  'storefront.get_order': {
    ...{ tool: 'poll_order', args: () => ({ order_sn: 'A1' }), most: 2 * MiB, data: ORDER, texts: ['cards'] },
    list: ['items', 1_000, (at) => ({ goods_name: '会员', cards: `A${at}` })],
  },
  'cards.verify': {
    ...{ tool: 'verify_card', args: () => ({ code: 'C-1' }), most: 2 * MiB, data: CARD },
    texts: ['status', 'card_type_name'],
  },
  'cards.use': {
    ...{ tool: 'use_card', args: (number) => ({ code: 'C-1', ...key(number) }), most: 2 * MiB, data: CARD },
    texts: ['status', 'card_type_name'],
  },
  'cards.generate': {
    tool: 'generate_cards',
    args: (number) => ({ card_type: 'count', uses: number, ...key(number) }),
    ...{ most: 2 * MiB, data: {}, texts: ['remark'], list: ['codes', 49_000, (at) => `C-${at}`] },
  },
  'cards.query': {
    ...{ tool: 'query_cards', args: () => ({}), most: 4 * MiB, data: {}, texts: [] },
    list: ['list', 5_000, (at) => ({ ...CARD, card_type: 'time', code: `C-${at}`, status: '<b>已使用</b>' })],
  },
  'cards.recharge': {
    tool: 'recharge_card',
    args: (number) => ({ code: 'C-1', amount: number, ...key(number) }),
    ...{ most: 2 * MiB, data: CARD, texts: ['status', 'card_type_name'] },
  },
  'cards.delete': {
    ...{ tool: 'delete_card', args: () => ({ code: 'C-1' }), most: 2 * MiB, data: {}, texts: ['note'] },
  },
  'supplier.items': {
    ...{ tool: 'supplier_items', args: () => ({ search: '会员', per_page: 100 }), most: 16 * MiB, data: {} },
    texts: [],
    list: [
      '',
      25_000,
      (id) => ({ id, name: `会员 ${id}`, introduce: '<p>月卡</p>'.repeat(30), sku: [spec(id)] }),
    ],
  },
  'supplier.item': {
    ...{
      tool: 'supplier_item',
      args: () => ({ item_id: 1 }),
      most: 4 * MiB,
      data: { id: 1, widget: WIDGET },
    },
    ...{ texts: ['name', 'introduce', 'api_code'], list: ['sku', 2_000, spec] },
  },
  'supplier.sku_stock': {
    ...{ tool: 'supplier_check', args: () => ({ sku_id: 1, quantity: 1 }), most: 2 * MiB, data: {} },
    texts: ['stock'],
  },
  'supplier.sku_state': {
    ...{
      tool: 'supplier_check',
      args: () => ({ sku_id: 1, quantity: 1 }),
      most: 2 * MiB,
      data: { state: 1 },
    },
    texts: ['note'],
  },
  'supplier.amount': {
    ...{
      tool: 'supplier_check',
      args: () => ({ sku_id: 1, quantity: 1 }),
      most: 2 * MiB,
      data: { amount: 1 },
    },
    texts: ['note'],
  },
  'supplier.connect': {
    ...{ tool: 'get_balance', args: () => ({}), most: 2 * MiB, data: { balance: 1 }, texts: ['username'] },
  },
  'supplier.trade': {
    tool: 'supplier_trade',
    args: (number) => ({ sku_id: 1, quantity: number, max_total: '999', fields: FIELDS, ...key(number) }),
    ...{
      most: 2 * MiB,
      data: TRADE,
      texts: ['contents'],
      list: ['contents', 49_000, (at) => `A-${at}`],
    },
  },
  'supplier.query': {
    ...{ tool: 'supplier_query', args: () => ({ trade_no: NO }), most: 2 * MiB, data: TRADE },
    ...{ texts: ['contents'], list: ['contents', 49_000, (at) => `A-${at}`] },
  },
};

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
function envelope(data: unknown): string {
  return JSON.stringify({ success: true, code: 200, message: '', msg: 'success', data });
}

/** As long a text as fits, in every text that the answer has. */
function long({ data, texts, most }: Operation, piece: string): Buffer {
  const room = most - Buffer.byteLength(envelope(data)) - 100 * texts.length;
  const pieces = Math.floor(room / texts.length / (Buffer.byteLength(JSON.stringify(piece)) - 2));
  const text = piece.repeat(pieces);
  return Buffer.from(envelope({ ...data, ...Object.fromEntries(texts.map((name) => [name, text])) }));
}

/** As many rows as there may be. */
function many({ data }: Operation, [name, most, row]: NonNullable<Operation['list']>): Buffer {
  const rows = Array.from({ length: most }, (_, at) => row(at + 1));
  return Buffer.from(envelope(name === '' ? rows : { ...data, [name]: rows }));
}

/** The smallest rows that fill an answer. */
function tiny({ data, most }: Operation, name: string): Buffer {
  const [head, tail] = envelope(name === '' ? ['@'] : { ...data, [name]: ['@'] }).split('"@"');
  return Buffer.from(`${head}${'{"id":1},'.repeat(Math.floor(most / 9) - 200)}{}${tail}`);
}

/** Names that nobody knows, each another. */
function names({ data }: Operation): Buffer {
  const some = (part: number) =>
    Object.fromEntries(Array.from({ length: 900 }, (_, at) => [`name${part}_${at}`, at]));
  const unknown = Object.fromEntries(Array.from({ length: 54 }, (_, part) => [`part${part}`, some(part)]));
  return Buffer.from(envelope({ ...some(54), ...data, ...unknown }));
}

/** The calls, each with an answer of the largest size; with `all`, in every shape that an answer can take. */
export function largestAnswers(all: boolean): LargestAnswer[] {
  let number = 0;
  return Object.entries(operations).flatMap(([operation, facts]) => {
    const { list, most, texts, tool, args } = facts;
    const shapes: Record<string, () => Buffer> = {
      ...(texts.length > 0 && {
        markup: () => long(facts, '<b>会员&amp;'),
        ...(all && {
          lines: () => long(facts, '\n'),
          tags: () => long(facts, '<b>'),
          text: () => long(facts, '字'),
        }),
      }),
      ...(list && { rows: () => many(facts, list), tiny: () => tiny(facts, list[0]) }),
      ...((all || texts.length === 0) && { names: () => names(facts) }),
      ...(all && {
        noise: () => Buffer.alloc(most, Buffer.from([0xd6, 0xd0])),
        page: () => Buffer.alloc(most, '<div>会员,</div>'),
        refusal: () =>
          Buffer.from(
            JSON.stringify({
              success: false,
              code: 0,
              message: 'exceed '.repeat(most / 8),
              msg: '<exceed '.repeat(most / 9),
            }),
          ),
        beyond: () => Buffer.alloc(most + 1, 'x'),
      }),
    };
    return Object.entries(shapes).map(([shape, body]) => {
      number += 1;
      return { name: `${operation}, ${shape}`, tool, args: args(number), bodies: { [operation]: body } };
    });
  });
}

/** A shop of all three upstreams that answers as usual, but for what it is told. */
export async function openLargeShop() {
  let bodies: LargestAnswer['bodies'] = {};
  const server = createServer((request, response) => {
    request.resume();
    const operation = operationOf(request.url ?? '');
    const body = bodies[operation]?.() ?? Buffer.from(envelope(USUAL[operation] ?? null));
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
    /** Prepares what is answered from now on. */
    answer(next: LargestAnswer['bodies']) {
      bodies = Object.fromEntries(
        Object.entries(next).map(([operation, make]) => {
          const body = make();
          return [operation, () => body];
        }),
      );
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
