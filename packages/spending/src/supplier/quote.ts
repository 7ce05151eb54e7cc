import {
  createTradeNo,
  KamikitError,
  type Money,
  multiplyMoney,
  prepareFields,
  type SupplierClient,
} from '@kamikit/core';
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
  prepareFields(fields, item.widget);
  const named = { name: item.name, specification: sku.name };
  const unit_price = sku.stock_price;
  const total =
    (await client.findAmount(sku_id, quantity, { signal })) ??
    (unit_price === null ? null : multiplyMoney(unit_price, quantity));
  if (total === null) throw withoutPrice(titleOf(named));
  // One more request, which only helps a person to decide.
  const balance = isAsked ? await balanceOf(client, signal) : null;
  const facts = { kind: 'supplier_trade' as const, ...named, quantity, unit_price, total, balance };
  assertPayable(facts, max_total, 'supplier');
  return { amount: total, facts, evidence: {}, reference: createTradeNo() };
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
