import {
  createTradeNo,
  KamikitError,
  type Money,
  multiplyMoney,
  parseMoney,
  prepareFields,
  type SupplierClient,
} from '@kamikit/core';
import * as z from 'zod';
import { cleanText } from '../clean-text.ts';
import { id, idempotencyKey, integer, positiveMoney } from '../input.ts';
import { revealUnlessUnrecorded } from '../reveal.ts';
import { assertWithinTotal, type Quote, spendOnce } from '../spending.ts';
import { amountFor, findSku } from '../supplier-catalogue.ts';
import { settleTradeEntry, tradeView, viewTradeEntry } from '../supplier-trade.ts';
import { defineTool } from '../tool.ts';

export const supplierTrade = defineTool({
  name: 'supplier_trade',
  title: 'Buy from the supplier',
  description:
    'Buy a SKU from the supplier (进货) with this account’s balance: this spends the user’s money. Only after supplier_item, with its fields filled in. May take a minute; then supplier_query until it is completed.',
  needs: ['supplier'],
  effect: 'spend',
  input: z.strictObject({
    sku_id: id,
    quantity: integer(1, 10_000),
    max_total: positiveMoney.describe('Yuan, at most'),
    idempotency_key: idempotencyKey,
    fields: z
      .record(z.string(), z.string().max(1_000))
      .describe('What supplier_item asks for, by name')
      .optional(),
  }),
  output: z.object({ ...tradeView.shape, ledger_notice: z.string().optional() }),
  async run({ idempotency_key, ...request }, context) {
    const { sku_id, quantity, fields = {} } = request;
    const maxTotal = parseMoney(request.max_total);
    const entry = await spendOnce(
      {
        kind: 'supplier_trade',
        idempotencyKey: idempotency_key,
        request: { sku_id, quantity, max_total: maxTotal, fields },
        quote: async () =>
          quote(await context.supplier(), { sku_id, quantity, fields }, maxTotal, context.signal),
        async send({ reference }) {
          const notifyUrl = context.config.supplier?.notifyUrl;
          const trade = await (await context.supplier()).trade({
            ...{ sku_id, quantity, fields },
            ...(reference !== null && { trade_no: reference }),
            ...(notifyUrl && { async_url: notifyUrl }),
          });
          return settleTradeEntry(trade);
        },
      },
      context,
    );
    return {
      ...viewTradeEntry(entry, revealUnlessUnrecorded(entry, context.config.reveal)),
      ...(entry.notice !== null && { ledger_notice: entry.notice }),
    };
  },
});

interface Wanted {
  sku_id: number;
  quantity: number;
  fields: Record<string, string>;
}

/** The live price, with the fields checked; the trade's number is chosen here, so that it is on disk before it is sent. */
async function quote(
  client: SupplierClient,
  { sku_id, quantity, fields }: Wanted,
  maxTotal: Money,
  signal: AbortSignal,
): Promise<Quote> {
  const { item, sku } = await findSku(client, sku_id, signal);
  prepareFields(fields, item.widget);
  const total =
    (await amountFor(client, sku_id, quantity, signal)) ??
    (sku.stock_price === null ? null : multiplyMoney(sku.stock_price, quantity));
  const name = `${cleanText(item.name, 80)} [${cleanText(sku.name, 60)}]`;
  if (total === null) {
    throw new KamikitError(`The supplier shows no price for ${name}. Nothing was bought.`, {
      code: 'malformed_response',
      upstream: 'supplier',
      outcome: 'not_committed',
    });
  }
  assertWithinTotal(`${quantity} × ${name}`, total, maxTotal);
  return {
    amount: total,
    question: `Buy ${quantity} × ${name} from the supplier for ${total} yuan?`,
    evidence: {},
    reference: createTradeNo(),
  };
}
