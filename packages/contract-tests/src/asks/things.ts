import type { AskCall } from './ask.ts';

/** A card of the sandbox's shop. */
export const CODE = String.raw`\w{4}-\w{4}-\w{4}-\w{4}`;

/** The first specification of the first good of a list. */
export const GOOD = { goods_id: 'data.0.id', sub_id: 'data.0.subs.0.id' };

/** What an entry of the ledger tells for buying the same again. */
export const LAST_BOUGHT = {
  ...{ goods_id: 'entries.0.goods_id', sub_id: 'entries.0.sub_id' },
  ...{ quantity: 'entries.0.quantity', amount: 'entries.0.amount', last: 'entries.0.entry_id' },
};

/** The monthly card of Tencent Video, for what happened before somebody asks. */
export const MONTHLY = { goods_id: 1, sub_id: 11 };

export function monthlyCards(quantity: number, idempotency_key: string): AskCall {
  const wish = { ...MONTHLY, quantity, max_total: '100', mode: 'sync', idempotency_key };
  return { tool: 'purchase', with: wish, finds: { bought: 'entry_id', cards: 'cards' } };
}
