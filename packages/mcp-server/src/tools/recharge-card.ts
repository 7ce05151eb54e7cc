import * as z from 'zod';
import { cardResult, storedCard } from '../card-entries.ts';
import { readingOf } from '../card-reading.ts';
import { cardView, remainder } from '../card-view.ts';
import { idempotencyKey, integer, text } from '../input.ts';
import { spendOnce } from '../spending.ts';
import { defineTool } from '../tool.ts';

export const rechargeCard = defineTool({
  name: 'recharge_card',
  title: 'Recharge a card',
  description:
    'Add time, uses or points to an existing card (卡密), in the card’s own unit: days or hours, uses, points. For shop owners.',
  needs: ['cards'],
  effect: 'spend',
  input: z.strictObject({
    code: text(128),
    amount: integer(1, 1_000_000),
    idempotency_key: idempotencyKey,
  }),
  output: z.object({ entry_id: z.string(), card: cardView, ledger_notice: z.string().optional() }),
  async run({ code, amount, idempotency_key }, context) {
    const client = await context.cards();
    const entry = await spendOnce(
      {
        kind: 'recharge_card',
        idempotencyKey: idempotency_key,
        request: { code, amount },
        async quote() {
          const before = await readingOf(client, code, context.signal);
          const now = typeof before === 'string' ? before : remainder(before);
          return {
            amount: null,
            question: `Add ${amount} to the card ${code} (${now})?`,
            evidence: { before },
          };
        },
        send: async () => ({
          state: 'completed',
          reference: code,
          result: cardResult(await client.recharge(code, amount)),
        }),
      },
      context,
    );
    return {
      entry_id: entry.id,
      card: storedCard(entry),
      ...(entry.notice !== null && { ledger_notice: entry.notice }),
    };
  },
});
