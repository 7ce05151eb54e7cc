import * as z from 'zod';
import { purchaseView, viewPurchase } from '../views/order-view.ts';
import { defineTool } from './define-tool.ts';
import { again, id, idempotencyKey, integer, positiveMoney } from './input.ts';
import { onceDecided, waitForOwner } from './once-decided.ts';

export const purchase = defineTool({
  name: 'purchase',
  title: 'Buy from the shop',
  description:
    'Buy cards from the shop with the account’s balance: this spends the user’s money. Only after get_goods, and only if the user wants exactly this. async (default) returns at once, then poll_order gets the cards; sync waits for them.',
  needs: ['storefront'],
  effect: 'spend',
  input: z.strictObject({
    goods_id: id,
    sub_id: id.describe('Only if there are several').optional(),
    quantity: integer(1, 10_000),
    max_total: positiveMoney.describe('In yuan, at most'),
    idempotency_key: idempotencyKey,
    again,
    wait_seconds: waitForOwner,
    mode: z.enum(['async', 'sync']).optional(),
  }),
  output: purchaseView,
  async run({ idempotency_key: idempotencyKey, again, wait_seconds = 0, ...wish }, context) {
    const { spender, confirm, signal, showing } = context;
    const deal = () => spender.purchase(wish, { idempotencyKey, again, signal, confirm });
    return viewPurchase(await onceDecided(deal, wait_seconds, context), showing);
  },
});
