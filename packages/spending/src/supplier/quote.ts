import {
  createTradeNo,
  KamikitError,
  type Money,
  multiplyMoney,
  prepareFields,
  type SupplierClient,
  type SupplierSku,
  stockLevel,
} from '@kamikit/core';
import type { JsonObject } from '@kamikit/ledger';
import * as z from 'zod';
import type { Quoted } from '../kind.ts';
import type { Parts } from '../parts.ts';
import { assertPayable, titleOf } from '../quote.ts';
import { findSku } from './find-sku.ts';
import type { TradeRequest } from './wish.ts';

/** The live price, with the fields checked; the trade's number is chosen here, so that it is on disk before it is sent. */
export async function quoteTrade(
  { sku_id, quantity, max_total, fields }: TradeRequest,
  parts: Parts,
  { signal, isAsked }: { signal: AbortSignal | undefined; isAsked: boolean },
): Promise<Quoted> {
  const client = await parts.client('supplier');
  const { item, sku } = await findSku(client, sku_id, signal);
  const posted = prepareFields(fields, item.widget);
  const title = titleOf({ name: item.name, specification: sku.name });
  assertInStock(sku, quantity, title);
  const named = { name: item.name, specification: sku.name };
  const unit_price = sku.stock_price;
  const total =
    (await client.findAmount(sku_id, quantity, { signal })) ??
    (unit_price === null ? null : multiplyMoney(unit_price, quantity));
  if (total === null) throw withoutPrice(title);
  // One more request, which only helps a person to decide.
  const balance = isAsked ? await balanceOf(client, signal) : null;
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
  return { amount: total, facts, evidence: { fields: posted }, reference: createTradeNo() };
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

/** Null where the shop does not show it. */
async function balanceOf(client: SupplierClient, signal: AbortSignal | undefined): Promise<Money | null> {
  try {
    return (await client.connect({ signal })).balance;
  } catch (error) {
    // A missing balance is no reason not to ask the person; a cancelled call is.
    if (error instanceof KamikitError) return null;
    throw error;
  }
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
