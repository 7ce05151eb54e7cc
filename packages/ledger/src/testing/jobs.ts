import { KamikitError, parseMoney } from '@kamikit/core';
import type { Ledger, NewJob } from '../index.ts';
import { delivered, upstream, wish } from './scratch.ts';

/** Three purchases for nine yuan at most, under the key `j`. */
export function job(changes: Partial<NewJob> = {}): NewJob {
  const items = [{ goods: 1 }, { goods: 2 }, { goods: 3 }];
  return { kind: 'purchase', idempotencyKey: 'j', items, maxTotal: parseMoney(9), ...changes };
}

/** Takes the next item through the ledger, as whoever runs a job does. */
export async function buyNext(ledger: Ledger, id: string, shop = upstream(delivered)) {
  const claim = await ledger.claimItem(id);
  if (!('item' in claim)) return claim;
  const { number, request, idempotencyKey } = claim.item;
  await ledger.execute(wish({ request, idempotencyKey, item: { job: id, number } }), shop.send);
  return ledger.settleItem(id, number, { done: true });
}

/** What keeps an item from being bought, this time or for good. */
export const error = (
  code:
    | ('out_of_stock' | 'rate_limited' | 'unreachable' | 'over_budget')
    | ('duplicate_in_progress' | 'possible_duplicate' | 'insufficient_balance'),
  retryAfterMs?: number,
) => new KamikitError('it went wrong', { code, outcome: 'not_committed', neverSent: true, retryAfterMs });
