import { CARD_REFUSALS, isOtherThanAsked } from '@kamikit/core';
import { storeCard } from '@kamikit/spending';
import * as z from 'zod';
import { cardView, viewCard } from '../views/card-view.ts';
import { defineTool } from './define-tool.ts';
import { text } from './input.ts';

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
    reason: z.enum(CARD_REFUSALS).optional(),
    card: cardView.optional(),
  }),
  async run({ code }, { cards, othersCards, signal }) {
    const reading = await (await cards()).read(code, { signal }).catch((error: unknown) => {
      // Sealed, a part of a code that is answered with its card is answered as what is none.
      if (othersCards === 'sealed' && isOtherThanAsked(error)) return 'not_found' as const;
      throw error;
    });
    return typeof reading === 'string'
      ? { valid: false, reason: reading }
      : { valid: true, card: viewCard(storeCard(reading)) };
  },
});
