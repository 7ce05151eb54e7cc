import * as z from 'zod';
import { readingOf } from '../card-reading.ts';
import { cardView, viewCard } from '../card-view.ts';
import { text } from '../input.ts';
import { defineTool } from '../tool.ts';

export const verifyCard = defineTool({
  name: 'verify_card',
  title: 'Check a card',
  description:
    'Check whether a card (卡密) is valid and what is left on it; use it before use_card. Changes nothing.',
  needs: ['cards'],
  effect: 'read',
  input: z.strictObject({ code: text(128) }),
  output: z.object({
    valid: z.boolean(),
    reason: z.enum(['card_expired', 'card_exhausted', 'not_found']).optional(),
    card: cardView.optional(),
  }),
  async run({ code }, { cards, signal }) {
    const reading = await readingOf(await cards(), code, signal);
    return typeof reading === 'string'
      ? { valid: false, reason: reading }
      : { valid: true, card: viewCard(reading) };
  },
});
