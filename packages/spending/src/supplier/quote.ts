import {
  createTradeNo,
  KamikitError,
  multiplyMoney,
  prepareFields,
  type SupplierSku,
  stockLevel,
} from '@kamikit/core';
import type { JsonObject } from '@kamikit/ledger';
import * as z from 'zod';
import type { Quoted } from '../kind.ts';
import type { Parts } from '../parts.ts';
import { assertPayable, titleOf } from '../quote.ts';
import { readBalance } from './balance.ts';
import { findSku } from './find-sku.ts';
import type { TradeRequest } from './wish.ts';

/** The live price, with the fields checked; the trade's number is chosen here, so that it is on disk before it is sent. */
export async function quoteTrade(
  { sku_id, quantity, max_total, fields }: TradeRequest,
  parts: Parts,
  { signal }: { signal: AbortSignal | undefined },
): Promise<Quoted> {
  const client = await parts.client('supplier');
  const { item, sku } = await findSku(client, sku_id, signal);
  const posted = prepareFields(fields, item.widget);
  const title = titleOf({ name: item.name, specification: sku.name });
  assertInStock(sku, quantity, title);
  const named = { name: item.name, specification: sku.name };
  const unit_price = sku.stock_price;
  const [amount, balance] = await Promise.all([
    client.findAmount(sku_id, quantity, { signal }),
    readBalance(client, signal),
  ]);
  const total = amount ?? (unit_price === null ? null : multiplyMoney(unit_price, quantity));
  if (total === null) throw withoutPrice(title);
  const facts = {
    kind: 'supplier_trade' as const,
    ...named,
    quantity,
    unit_price,
    total,
    balance,
    fields: posted,
  };
  assertPayable(facts, max_total, 'supplier');
  const evidence = { fields: posted, balance_before: balance };
  return { amount: total, facts, evidence, reference: createTradeNo() };
}

/**
 * The fields as they were posted, choices by their values and the shop's defaults included; null where the entry does not
 * say.
 */
export function postedFields({ fields }: JsonObject): Record<string, string> | null {
  return z.record(z.string(), z.string()).safeParse(fields).data ?? null;
}

/**
 * The shop looks for one piece only, and keeps the money for the others (supplier facts, more than there is).
 * Its number may be stale; so it cannot promise that there are enough, but it can say that there are not.
 */
function assertInStock(sku: SupplierSku, quantity: number, title: string): void {
  const isShort = sku.stock === null ? stockLevel(sku) === 'none' : sku.stock < quantity;
  if (!isShort) return;
  const stock = sku.stock ?? sku.stock_text;
  throw new KamikitError(`${title}: ${stock} in stock, ${quantity} wanted. Nothing was bought.`, {
    code: 'out_of_stock',
    upstream: 'supplier',
    upstreamMessage: title,
    outcome: 'not_committed',
    neverSent: true,
  });
}

function withoutPrice(title: string): KamikitError {
  return new KamikitError(`The supplier shows no price for ${title}. Nothing was bought.`, {
    code: 'malformed_response',
    upstream: 'supplier',
    upstreamMessage: title,
    outcome: 'not_committed',
    neverSent: true,
  });
}
