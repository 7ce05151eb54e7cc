import { KamikitError, type Money, multiplyMoney, parseMoney, type StorefrontClient } from '@kamikit/core';
import * as z from 'zod';
import { cleanText } from '../clean-text.ts';
import { id, idempotencyKey, integer, positiveMoney } from '../input.ts';
import { revealUnlessUnrecorded } from '../reveal.ts';
import { assertWithinTotal, type Quote, spendOnce } from '../spending.ts';
import { orderView, settleOrder, viewEntry } from '../storefront-order.ts';
import { defineTool } from '../tool.ts';

export const purchase = defineTool({
  name: 'purchase',
  title: 'Buy',
  description:
    'Buy cards from the shop with the account’s balance: this spends the user’s money. Only after get_goods, and when the user wants exactly this. async (default) answers at once: poll_order then brings the cards; sync waits for them.',
  needs: ['storefront'],
  effect: 'spend',
  input: z.strictObject({
    goods_id: id,
    sub_id: id,
    quantity: integer(1, 10_000),
    max_total: positiveMoney.describe('Yuan, at most'),
    idempotency_key: idempotencyKey,
    mode: z.enum(['async', 'sync']).optional(),
  }),
  output: z.object({ ...orderView.shape, ledger_notice: z.string().optional() }),
  async run({ idempotency_key, ...request }, context) {
    const { goods_id, sub_id, quantity, max_total, mode = 'async' } = request;
    const order = { goods_id, sub_id, quantity };
    const entry = await spendOnce(
      {
        kind: 'purchase',
        idempotencyKey: idempotency_key,
        request: { ...order, max_total: parseMoney(max_total), mode },
        quote: async () => quote(await context.storefront(), order, parseMoney(max_total), context.signal),
        async send() {
          const client = await context.storefront();
          return settleOrder(await (mode === 'sync' ? client.purchase(order) : client.purchaseAsync(order)));
        },
      },
      context,
    );
    return {
      ...viewEntry(entry, revealUnlessUnrecorded(entry, context.config.reveal)),
      ...(entry.notice !== null && { ledger_notice: entry.notice }),
    };
  },
});

/** The live price, and the account as it stands before: the only evidence there is if the answer gets lost. */
async function quote(
  client: StorefrontClient,
  { goods_id, sub_id, quantity }: { goods_id: number; sub_id: number; quantity: number },
  maxTotal: Money,
  signal: AbortSignal,
): Promise<Quote> {
  const [stock, account] = await Promise.all([
    client.getStock(goods_id, { signal }),
    client.getBalance({ signal }),
  ]);
  const sub = stock.subs.find((candidate) => candidate.sub_id === sub_id);
  if (sub === undefined) {
    const known = stock.subs.map((candidate) => candidate.sub_id).join(', ') || 'none';
    throw refuse('not_found', `Good ${goods_id} has no specification ${sub_id} (it has: ${known}).`);
  }
  const name = `${cleanText(stock.goods_name, 80)} [${cleanText(sub.sub_name, 60)}]`;
  if (sub.price === null) throw refuse('malformed_response', `The shop shows no price for ${name}.`);
  if (sub.stock !== null && sub.stock < quantity) {
    throw refuse('out_of_stock', `${name}: ${sub.stock} in stock, ${quantity} wanted.`);
  }
  const total = multiplyMoney(sub.price, quantity);
  assertWithinTotal(`${quantity} × ${name}`, total, maxTotal);
  return {
    amount: total,
    question: `Buy ${quantity} × ${name} for ${total} yuan?`,
    evidence: { balance_before: account.balance, total_spent_before: account.total_spent },
  };
}

function refuse(code: 'not_found' | 'malformed_response' | 'out_of_stock', message: string): KamikitError {
  return new KamikitError(`${message} Nothing was bought.`, {
    code,
    upstream: 'storefront',
    operation: 'storefront.get_stock',
    outcome: 'not_committed',
  });
}
