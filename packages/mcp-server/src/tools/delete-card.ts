import { randomUUID } from 'node:crypto';
import { KamikitError } from '@kamikit/core';
import * as z from 'zod';
import { defineTool } from './define-tool.ts';
import { text } from './input.ts';

export const deleteCard = defineTool({
  name: 'delete_card',
  title: 'Delete a card',
  description:
    'Delete a card (卡密) and whatever is left on it. Cannot be undone: only if the user wants exactly this card deleted.',
  needs: ['cards'],
  effect: 'delete',
  input: z.strictObject({ code: text(128) }),
  output: z.object({
    deleted: z.boolean(),
    code: z.string(),
    entry_id: z.string(),
    ledger_notice: z.string().optional(),
  }),
  async run({ code }, { spender, confirm, signal }) {
    // A card is deleted only once, so every call may have a key of its own.
    const options = { idempotencyKey: randomUUID(), signal, confirm };
    const entry = await spender.delete({ code }, options).catch(withAdvice);
    return {
      ...{ deleted: true, code, entry_id: entry.id },
      ...(entry.notice !== null && { ledger_notice: entry.notice }),
    };
  },
});

/** After a lost answer the same call settles it: a card is deleted only once (cards facts, delete). */
function withAdvice(error: unknown): never {
  if (!(error instanceof KamikitError) || error.outcome !== 'unknown') throw error;
  throw error.with({
    hint: 'Call delete_card again with the same code: not_found then means that it has been deleted.',
  });
}
