import { type GoodsStock, inMarks, KamikitError, multiplyMoney } from '@kamikit/core';
import type { Quoted } from '../kind.ts';
import type { Parts } from '../parts.ts';
import { assertPayable, titleOf } from '../quote.ts';
import type { PurchaseRequest } from './wish.ts';

/** The live price, and the account as it stands beforehand: the only evidence there is if the answer is lost. */
export async function quotePurchase(
  request: PurchaseRequest,
  parts: Parts,
  { signal }: { signal: AbortSignal | undefined },
): Promise<Quoted<PurchaseRequest>> {
  const { goods_id, quantity, max_total } = request;
  const client = await parts.client('storefront');
  const [stock, account] = await Promise.all([
    client.getStock(goods_id, { signal }),
    client.getBalance({ signal }),
  ]);
  const sub = specificationOf(request, stock);
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
    request: { ...request, sub_id: sub.sub_id },
    amount: total,
    facts,
    evidence: { balance_before: account.balance, total_spent_before: account.total_spent },
  };
}

type Specification = GoodsStock['subs'][number];

/** The specification that was asked for, or the only one there is: which of several is for the user to say. */
function specificationOf({ goods_id, sub_id }: PurchaseRequest, { subs }: GoodsStock): Specification {
  const asked = sub_id === undefined ? subs : subs.filter((candidate) => candidate.sub_id === sub_id);
  const [first, another] = asked;
  if (first === undefined) {
    const known = subs.map((candidate) => candidate.sub_id).join(', ') || 'none';
    const what = sub_id === undefined ? 'specification' : `specification ${sub_id}`;
    throw refuse('not_found', `Product ${goods_id} has no ${what} (it has: ${known}).`);
  }
  if (another === undefined || sub_id !== undefined) return first;
  throw refuse(
    'invalid_request',
    `Product ${goods_id} has several specifications, so sub_id has to say which: ${listed(subs)}.`,
  );
}

const MOST_LISTED = 10;

function listed(subs: readonly Specification[]): string {
  const told = subs.slice(0, MOST_LISTED).map(({ sub_id, sub_name, price }) => {
    const name = sub_name === null ? '' : ` ${inMarks(sub_name, 40)}`;
    return `${sub_id}${name} ${price === null ? 'without a price' : `at ${price} yuan`}`;
  });
  if (subs.length > told.length) told.push(`and ${subs.length - told.length} more`);
  return told.join(', ');
}

function refuse(
  code: 'not_found' | 'malformed_response' | 'out_of_stock' | 'invalid_request',
  message: string,
): KamikitError {
  return new KamikitError(`${message} Nothing was bought.`, {
    code,
    upstream: 'storefront',
    operation: 'storefront.get_stock',
    outcome: 'not_committed',
    neverSent: true,
  });
}
