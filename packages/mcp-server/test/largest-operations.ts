const MiB = 1024 * 1024;

export type Fields = Record<string, unknown>;

export interface Operation {
  tool: string;
  args: (number: number) => Fields;
  /** How many bytes the answer may have. */
  most: number;
  /** What the answer has to say. */
  data: Fields | ((number: number) => Fields);
  /** Its texts. */
  texts: readonly string[];
  /** Its list, how long it may be, and the row's own fields. */
  list?: readonly [name: string, most: number, row: (at: number) => unknown];
}

export const CARD = {
  code: 'C-1',
  card_type: 'count',
  used_count: '1',
  remaining_count: '9',
  total_uses: '10',
};
const order = (number: number) => ({ ...ORDER, order_sn: `A${number}` });
const ORDER = { order_sn: 'A1', status: 4, status_text: '已完成', total_price: 0.01, actual_price: 0.01 };
const NO = '280000000001795206088944';
const TRADE = { trade_no: '261121889859015349845999', status: 1, amount: '0.01' };
const FIELDS = Object.fromEntries(Array.from({ length: 100 }, (_, at) => [`f${at}`, `${'a'.repeat(60)}!`]));
// Each backtracks without end.
export const WIDGET = Object.keys(FIELDS).map((name) => ({
  name,
  title: name,
  type: 'text',
  regex: '^(a+)+$',
}));

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
export const largestOperations: Readonly<Record<string, Operation>> = {
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
    ...{ data: { goods_id: 1, subs: [] }, texts: ['goods_name'], list: ['subs', 2_000, spec] },
  },
  'storefront.get_balance': {
    ...{ tool: 'get_balance', args: () => ({}), most: 2 * MiB, data: { balance: 1 }, texts: ['level_name'] },
  },
  'storefront.purchase': {
    ...{ tool: 'purchase', args: (number) => ({ ...buy(number), mode: 'sync' }), most: 2 * MiB },
    ...{ data: order, texts: ['cards', 'status_text'], list: ['cards', 49_000, (at) => `A-${at}`] },
  },
  'storefront.purchase_async': {
    ...{ tool: 'purchase', args: buy, most: 2 * MiB, data: order, texts: ['cards'] },
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
    ...{
      most: 2 * MiB,
      data: { codes: ['C-1'] },
      texts: ['remark'],
      list: ['codes', 10_000, (at) => `C-${at}`],
    },
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
