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
  output: z.object({ deleted: z.boolean(), code: z.string() }),
  async run({ code }, { cards, ask, signal }) {
    const client = await cards();
    await ask?.(`Delete the card ${code} permanently?`);
    await client.delete(code, { signal }).catch(withAdvice);
    return { deleted: true, code };
  },
});

/** After a lost answer the same call settles it: a card is deleted only once (cards facts, delete). */
function withAdvice(error: unknown): never {
  if (!(error instanceof KamikitError) || error.outcome !== 'unknown') throw error;
  throw error.with({
    hint: 'Call delete_card again with the same code: not_found then means that it has been deleted.',
  });
}
