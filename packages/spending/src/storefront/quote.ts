import { KamikitError, multiplyMoney } from '@kamikit/core';
import type { Quoted } from '../kind.ts';
import type { Parts } from '../parts.ts';
import { assertPayable, titleOf } from '../quote.ts';
import type { PurchaseRequest } from './wish.ts';

/** The live price, and the account as it stands beforehand: the only evidence there is if the answer is lost. */
export async function quotePurchase(
  { goods_id, sub_id, quantity, max_total }: PurchaseRequest,
  parts: Parts,
  { signal }: { signal: AbortSignal | undefined },
): Promise<Quoted> {
  const client = await parts.client('storefront');
  const [stock, account] = await Promise.all([
    client.getStock(goods_id, { signal }),
    client.getBalance({ signal }),
  ]);
  const sub = stock.subs.find((candidate) => candidate.sub_id === sub_id);
  if (sub === undefined) {
    const known = stock.subs.map((candidate) => candidate.sub_id).join(', ') || 'none';
    throw refuse('not_found', `Product ${goods_id} has no specification ${sub_id} (it has: ${known}).`);
  }
  const named = { name: stock.goods_name, specification: sub.sub_name };
  const title = titleOf(named);
  if (sub.price === null) throw refuse('malformed_response', `The shop shows no price for ${title}.`);
  if (sub.stock !== null && sub.stock < quantity)
    throw refuse('out_of_stock', `${title}: ${sub.stock} in stock, ${quantity} wanted.`);
  const total = multiplyMoney(sub.price, quantity);
  const facts = {
    ...{ kind: 'purchase' as const, ...named, quantity },
    ...{ unit_price: sub.price, total, balance: account.balance },
  };
  assertPayable(facts, max_total, 'storefront');
  return {
    amount: total,
    facts,
    evidence: { balance_before: account.balance, total_spent_before: account.total_spent },
  };
}

function refuse(code: 'not_found' | 'malformed_response' | 'out_of_stock', message: string): KamikitError {
  return new KamikitError(`${message} Nothing was bought.`, {
    code,
    upstream: 'storefront',
    operation: 'storefront.get_stock',
    outcome: 'not_committed',
    neverSent: true,
  });
}
