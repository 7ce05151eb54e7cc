import { KamikitError } from '@kamikit/core';
import type { Parts } from '../parts.ts';
import type { Shelf } from './restock-item.ts';

/** How many pieces are on a shelf. @throws {KamikitError} `invalid_request` for one that tells no number. */
export async function countStock(
  shelf: Shelf,
  parts: Parts,
  signal: AbortSignal | undefined,
): Promise<number> {
  if (shelf === 'ledger') return 0;
  if ('left' in shelf) return shelf.left;
  return 'card_type' in shelf ? countCards(shelf, parts, signal) : countGoods(shelf, parts, signal);
}

async function countGoods(
  { goods_id, sub_id }: Extract<Shelf, { goods_id: number }>,
  parts: Parts,
  signal: AbortSignal | undefined,
): Promise<number> {
  const { subs } = await (await parts.client('storefront')).getStock(goods_id, { signal });
  const asked = sub_id === null ? subs : subs.filter((sub) => sub.sub_id === sub_id);
  const name = sub_id === null ? `goods:${goods_id}` : `goods:${goods_id}/${sub_id}`;
  if (asked.length === 0) throw uncountable(name, 'the storefront has no such specification');
  let left = 0;
  for (const { stock } of asked) {
    if (stock === null) throw uncountable(name, 'the storefront shows no number for it');
    left += stock;
  }
  return left;
}

/** Whether the service heeds a filter is not documented (cards facts, query): each card is looked at. */
async function countCards(
  { card_type }: Extract<Shelf, { card_type: string }>,
  parts: Parts,
  signal: AbortSignal | undefined,
): Promise<number> {
  const client = await parts.client('cards');
  let left = 0;
  for await (const card of client.iterateQuery({ card_type, status: 0 }, { signal }))
    if (card.used !== true && (card.card_type ?? card_type) === card_type) left += 1;
  return left;
}

function uncountable(shelf: string, why: string): KamikitError {
  return new KamikitError(`The stock of ${shelf} cannot be counted: ${why}. Nothing was bought.`, {
    ...{ code: 'invalid_request', outcome: 'not_committed', neverSent: true },
  });
}
