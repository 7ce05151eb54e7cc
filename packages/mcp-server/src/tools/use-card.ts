import { type Card, KamikitError } from '@kamikit/core';
import * as z from 'zod';
import { cardResult, storedCard } from '../card-entries.ts';
import { cardView, remainder } from '../card-view.ts';
import { idempotencyKey, text } from '../input.ts';
import { spendOnce } from '../spending.ts';
import { defineTool } from '../tool.ts';

export const useCard = defineTool({
  name: 'use_card',
  title: 'Use a card',
  description:
    'Use a card (卡密) once: starts a time card, takes one use or its points from another. Cannot be undone. Check with verify_card first.',
  needs: ['cards'],
  effect: 'consume',
  input: z.strictObject({ code: text(128), idempotency_key: idempotencyKey }),
  output: z.object({ entry_id: z.string(), card: cardView, ledger_notice: z.string().optional() }),
  async run({ code, idempotency_key }, context) {
    const client = await context.cards();
    const entry = await spendOnce(
      {
        kind: 'use_card',
        idempotencyKey: idempotency_key,
        request: { code },
        async quote() {
          const before = await client.verify(code, { signal: context.signal }).catch(asNotCommitted);
          return {
            amount: null,
            question: `Use the card ${code} once (${remainder(before)})?`,
            evidence: { before },
          };
        },
        send: async () => ({
          state: 'completed',
          reference: code,
          result: cardResult(await client.use(code)),
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

/** A card that cannot be used is refused before anything is sent. */
function asNotCommitted(error: unknown): Promise<Card> {
  throw error instanceof KamikitError ? error.with({ outcome: 'not_committed' }) : error;
}
