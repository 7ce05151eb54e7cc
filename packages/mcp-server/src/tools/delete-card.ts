import { randomUUID } from 'node:crypto';
import { KamikitError } from '@kamikit/core';
import * as z from 'zod';
import type { Failures } from '../messages/failures.en.ts';
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
  async run({ code }, { spender, confirm, signal, say }) {
    // A card is deleted only once, so every call may have a key of its own.
    const options = { idempotencyKey: randomUUID(), signal, confirm };
    const entry = await spender.delete({ code }, options).catch((error) => withAdvice(error, say.failure));
    return {
      ...{ deleted: true, code, entry_id: entry.id },
      ...(entry.notice !== null && { ledger_notice: say.result.unrecorded({ said: entry.notice }) }),
    };
  },
});

/** After a lost answer the same call settles it: a card is deleted only once (cards facts, delete). */
function withAdvice(error: unknown, say: Failures): never {
  if (!(error instanceof KamikitError) || error.outcome !== 'unknown') throw error;
  throw error.with({ hint: say.deleteAgain });
}
