import type { GenerateRequest } from '@kamikit/core';
import type { Stage } from './stage.ts';

/** Brings a sandbox to where a fixture's interaction can take place; returns the input, where it is a different one there. */
type Scenario = (stage: Stage) => Promise<Input | undefined> | undefined;

type Input = Record<string, unknown>;

/** What the sandbox never answers, and why. */
export const notInSandbox: Readonly<Record<string, string>> = {
  'storefront/purchase/invalid': 'it never refuses what our client lets through',
  'storefront/purchase/server-error': 'it breaks with a page, not with words',
  'cards/generate/without-codes': 'it never succeeds without doing anything',
};

/** The buyer's number in the fixtures. */
export const TRADE_NO = '280000000001795206088944';
const HOUR_CARD = { card_type: 'time', duration: 24, duration_unit: 'hour' } as const;
const DAY_CARD = { card_type: 'time', duration: 30, duration_unit: 'day' } as const;
const COUNT_CARD = { card_type: 'count', uses: 10 } as const;
const POINT_CARD = { card_type: 'point', points: 100, points_per_use: 10 } as const;

/** By the name of the fixture. All others need nothing: the sandbox has what they ask for. */
export const scenarios: Readonly<Record<string, Scenario>> = {
  'storefront/list_goods/wrong-key': withWrongKey,
  'storefront/list_goods/too-many-requests': ({ fault }) =>
    fault({ upstream: 'storefront', operation: 'list_goods', kind: 'rate_limit', retry_after: 60 }),
  'storefront/list_goods/redirect-to-a-page': ({ fault }) =>
    fault({ upstream: 'storefront', operation: 'list_goods', kind: 'status', status: 302 }),
  'storefront/list_goods/no-answer': lost('storefront', 'list_goods', 'reset_before'),
  'storefront/get_balance/wrong-key': withWrongKey,

  'storefront/purchase/sample': (stage) => firstOf(stage, 1, 1),
  'storefront/purchase/several-cards': (stage) => firstOf(stage, 2, 3),
  'storefront/purchase/over-the-order-limit': (stage) => firstOf(stage, 1, 101),
  'storefront/purchase/insufficient-balance': (stage) => firstOf(stage, 1, 100),
  'storefront/purchase/cards-as-a-list': (stage) => firstOf(stage, 14, 2),
  'storefront/purchase/out-of-stock': (stage) => firstOf(stage, 8, 1),
  'storefront/purchase/over-the-goods-limit': (stage) => firstOf(stage, 32, 3),
  'storefront/purchase/no-answer': lost('storefront', 'purchase', 'reset_after'),
  'storefront/purchase/html-page': page('storefront', 'purchase'),
  'storefront/purchase/wrong-key': withWrongKey,
  'storefront/purchase_async/sample': (stage) => firstOf(stage, 1, 1),
  'storefront/purchase_async/over-the-order-limit': (stage) => firstOf(stage, 1, 101),
  'storefront/purchase_async/insufficient-balance': (stage) => firstOf(stage, 1, 100),
  'storefront/purchase_async/out-of-stock': (stage) => firstOf(stage, 8, 1),
  'storefront/purchase_async/over-the-goods-limit': (stage) => firstOf(stage, 32, 3),
  'storefront/purchase_async/no-answer': lost('storefront', 'purchase', 'reset_after'),
  'storefront/purchase_async/html-page': page('storefront', 'purchase'),

  'storefront/get_order/sample': (stage) => ordered(stage, 4),
  'storefront/get_order/waiting': (stage) => ordered(stage, 1),
  'storefront/get_order/pending': (stage) => ordered(stage, 2),
  'storefront/get_order/processing': (stage) => ordered(stage, 3),
  'storefront/get_order/failed': (stage) => ordered(stage, 5),
  'storefront/get_order/abnormal': (stage) => ordered(stage, 6),
  'storefront/get_order/expired': (stage) => ordered(stage, -1),

  'cards/generate/wrong-key': withWrongKey,
  'cards/generate/no-answer': lost('cards', 'generate', 'reset_after'),
  'cards/verify/day-card': (stage) => issued(stage, DAY_CARD),
  'cards/verify/hour-card': (stage) => issued(stage, HOUR_CARD, 1),
  'cards/verify/count-card': (stage) => issued(stage, COUNT_CARD, 3),
  'cards/verify/point-card': (stage) => issued(stage, POINT_CARD, 2),
  'cards/verify/expired': expiredCard,
  'cards/verify/refused-with-http-200': ({ control }) =>
    control('cards', { http_status: 'always_200', code_as: 'string' }),
  'cards/use/day-card': (stage) => issued(stage, DAY_CARD),
  'cards/use/hour-card': (stage) => issued(stage, HOUR_CARD),
  'cards/use/count-card': (stage) => issued(stage, COUNT_CARD, 3),
  'cards/use/point-card': (stage) => issued(stage, POINT_CARD),
  'cards/use/points-used-up': (stage) => issued(stage, { ...POINT_CARD, points: 10 }, 1),
  'cards/use/uses-used-up': (stage) => issued(stage, { ...COUNT_CARD, uses: 1 }, 1),
  'cards/use/expired': expiredCard,
  async 'cards/use/no-answer'(stage) {
    const input = await issued(stage, COUNT_CARD);
    stage.fault({ upstream: 'cards', operation: 'use', kind: 'reset_after' });
    return input;
  },
  'cards/query/cards-in-an-object': oneOfEach,
  async 'cards/query/cards-in-a-list'(stage) {
    await oneOfEach(stage);
    await stage.control('cards', { list_shape: 'list' });
  },
  async 'cards/query/cards-on-pages'({ clients, control }) {
    await clients.cards.generate({ ...DAY_CARD, count: 21 });
    await control('cards', { list_shape: 'paged' });
    return { page: 2 };
  },
  'cards/query/wrong-key': withWrongKey,
  'cards/delete/deleted': (stage) => issued(stage, DAY_CARD),
  async 'cards/delete/no-answer'(stage) {
    const input = await issued(stage, DAY_CARD);
    stage.fault({ upstream: 'cards', operation: 'delete', kind: 'reset_after' });
    return input;
  },
  'cards/recharge/day-card': (stage) => recharging(stage, DAY_CARD, 30),
  'cards/recharge/hour-card': (stage) => recharging(stage, HOUR_CARD, 24),
  'cards/recharge/count-card': (stage) => recharging(stage, COUNT_CARD, 10),
  'cards/recharge/point-card': (stage) => recharging(stage, POINT_CARD, 50),
  'cards/recharge/wrong-argument': (stage) => recharging(stage, POINT_CARD, 1_000_000_000),
  async 'cards/recharge/no-answer'(stage) {
    const input = await recharging(stage, COUNT_CARD, 10);
    stage.fault({ upstream: 'cards', operation: 'recharge', kind: 'reset_after' });
    return input;
  },

  'supplier/items/wrong-signature': withWrongKey,
  'supplier/items/html-page': page('supplier', 'items'),
  'supplier/amount/not-on-this-shop': ({ control }) => control('supplier', { without: ['amount'] }),
  'supplier/connect/not-on-this-shop': ({ control }) => control('supplier', { without: ['connect'] }),
  'supplier/connect/wrong-signature': withWrongKey,
  'supplier/trade/without-a-status': ({ control }) => control('supplier', { status_field: false }),
  'supplier/trade/wrong-signature': withWrongKey,
  async 'supplier/trade/number-used-before-and-found'({ clients }) {
    await clients.supplier.trade({ sku_id: 11, quantity: 1, trade_no: TRADE_NO });
  },
  'supplier/trade/no-answer-and-found': lost('supplier', 'trade', 'reset_after'),
  'supplier/trade/no-answer-and-unknown-then-sent-again': lost('supplier', 'trade', 'reset_before'),
  'supplier/trade/no-answer-at-all'({ fault }) {
    fault({ upstream: 'supplier', operation: 'trade', kind: 'reset_before' });
    fault({ upstream: 'supplier', operation: 'query', kind: 'reset_before', times: 4 });
  },
  'supplier/query/shipped': (stage) => traded(stage, 1),
  'supplier/query/waiting': (stage) => traded(stage, 0),
  'supplier/query/failed': (stage) => traded(stage, 2),
  'supplier/query/refunded': (stage) => traded(stage, 3),
  'supplier/query/no-answer': lost('supplier', 'query', 'reset_before'),
};

function withWrongKey({ connections }: Stage): undefined {
  connections.storefront = { ...connections.storefront, apiKey: 'not-the-key' };
  connections.cards = { ...connections.cards, apiKey: 'not-the-key' };
  connections.supplier = { ...connections.supplier, apiKey: 'not-the-key' };
}

function lost(upstream: string, operation: string, kind: 'reset_before' | 'reset_after'): Scenario {
  return ({ fault }) => fault({ upstream, operation, kind });
}

function page(upstream: string, operation: string): Scenario {
  return ({ fault }) => fault({ upstream, operation, kind: 'html' });
}

/** The first specification of a good: its id is the sandbox's own. */
export async function firstOf({ clients }: Pick<Stage, 'clients'>, goodsId: number, quantity: number) {
  const { subs } = await clients.storefront.getStock(goodsId);
  return { goods_id: goodsId, sub_id: subs[0]?.sub_id ?? 0, quantity };
}

async function ordered(stage: Stage, status: number) {
  const { order_sn } = await stage.clients.storefront.purchaseAsync(await firstOf(stage, 1, 1));
  await stage.control('orders', { order_sn, status });
  return { order_sn };
}

async function issued({ clients }: Stage, card: GenerateRequest, uses = 0): Promise<{ code: string }> {
  const { codes } = await clients.cards.generate(card);
  const [code = ''] = codes;
  for (let used = 0; used < uses; used += 1) await clients.cards.use(code);
  return { code };
}

async function recharging(stage: Stage, card: GenerateRequest, amount: number) {
  return { ...(await issued(stage, card, 1)), amount };
}

async function expiredCard(stage: Stage) {
  const input = await issued(stage, HOUR_CARD, 1);
  await stage.control('clock', { advance_seconds: 25 * 3600 });
  return input;
}

async function oneOfEach(stage: Stage): Promise<undefined> {
  for (const card of [DAY_CARD, COUNT_CARD, POINT_CARD]) await issued(stage, card);
}

async function traded({ clients, control }: Stage, status: number): Promise<undefined> {
  await clients.supplier.trade({ sku_id: 101, quantity: 1, trade_no: TRADE_NO });
  await control('trades', { trade_no: TRADE_NO, status });
}
