import type { Upstream } from '@kamikit/core';
import { z } from 'zod';
import type { CallName } from '../interactions/operations.ts';
import type { CallLive, LiveAnswer } from './call-live.ts';

/** What a tour cannot find out on its own. */
export interface Known {
  /** An order of the storefront. */
  orderSn?: string | undefined;
  /** A card. */
  code?: string | undefined;
  /** A trade, by the buyer's number. */
  tradeNo?: string | undefined;
}

/** The same as command line options. */
export const KNOWN_OPTIONS = {
  'order-sn': { type: 'string' },
  code: { type: 'string' },
  'trade-no': { type: 'string' },
} as const;

export function readKnown(values: { [Option in keyof typeof KNOWN_OPTIONS]?: string | undefined }): Known {
  return { orderSn: values['order-sn'], code: values.code, tradeNo: values['trade-no'] };
}

/** A read that was made, or why it was not. */
export type Visit = LiveAnswer | { operation: CallName; skipped: string };

/** Calls every read of an upstream, with what the reads before it found. Changes nothing there. */
export function readTour(upstream: Upstream, call: CallLive, known: Known): AsyncGenerator<Visit> {
  return tours[upstream](call, known);
}

const tours: Record<Upstream, (call: CallLive, known: Known) => AsyncGenerator<Visit>> = {
  async *storefront(call, { orderSn }) {
    const list = await call({ operation: 'storefront/list_goods', input: {} });
    yield list;
    const id = firstIn(list, goodsPage);
    yield* visit(
      call,
      ['storefront/get_goods', 'storefront/get_stock'],
      id && { id },
      'the shop lists no goods',
    );
    yield* visit(call, ['storefront/get_balance'], {}, '');
    yield* visit(
      call,
      ['storefront/get_order'],
      orderSn && { order_sn: orderSn },
      'name an order with --order-sn',
    );
  },
  async *cards(call, { code }) {
    const list = await call({ operation: 'cards/query', input: {} });
    yield list;
    const found = code ?? firstIn(list, cardPage);
    yield* visit(
      call,
      ['cards/verify'],
      found && { code: found },
      'there are no cards; name one with --code',
    );
  },
  async *supplier(call, { tradeNo }) {
    const list = await call({ operation: 'supplier/items', input: {} });
    yield list;
    const id = firstIn(list, catalogue);
    yield* visit(call, ['supplier/item'], id && { id }, 'the shop lists no items');
    const sku = firstIn(list, skus);
    const none = 'the shop lists no SKU';
    yield* visit(call, ['supplier/sku_stock'], sku && { sku_id: sku }, none);
    yield* visit(call, ['supplier/sku_state', 'supplier/amount'], sku && { sku_id: sku, quantity: 1 }, none);
    yield* visit(call, ['supplier/connect'], {}, '');
    yield* visit(call, ['supplier/query'], tradeNo && { trade_no: tradeNo }, 'name a trade with --trade-no');
  },
};

async function* visit(
  call: CallLive,
  names: readonly CallName[],
  input: Record<string, unknown> | '' | 0 | undefined,
  skipped: string,
): AsyncGenerator<Visit> {
  for (const operation of names) {
    if (input) yield await call({ operation, input });
    else yield { operation, skipped };
  }
}

const first = <T extends z.ZodType>(element: T) => z.tuple([element], z.unknown());
const goodsPage = z.object({ data: first(z.object({ id: z.int() })) }).transform(({ data }) => data[0].id);
const cardPage = z
  .object({ cards: first(z.object({ code: z.string() })) })
  .transform(({ cards }) => cards[0].code);
const catalogue = first(z.object({ id: z.int() })).transform(([{ id }]) => id);
const skus = first(z.object({ sku: first(z.object({ id: z.int() })) })).transform(([{ sku }]) => sku[0].id);

/** What a later read needs from an answer; undefined when the answer does not contain it. */
function firstIn<T>({ client }: LiveAnswer, schema: z.ZodType<T>): T | undefined {
  return 'returns' in client ? schema.safeParse(client.returns).data : undefined;
}
