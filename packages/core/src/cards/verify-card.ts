import * as z from 'zod';
import { defineEndpoint } from '../endpoint.ts';
import { otherCardThanAsked } from '../other-than-asked.ts';
import { cardSchema } from './card.ts';

export const cardCodeInput = z.object({ code: z.string().trim().min(1) });

export const verifyCard = defineEndpoint({
  operation: 'cards.verify',
  method: 'POST', // documented as GET too, but then the key would end up in access logs
  path: '?action=verify',
  effect: 'read',
  source: 'cards document, action=verify',
  input: cardCodeInput,
  output: cardSchema,
  contradicts: (card, { code }) => otherCardThanAsked(card.code, code),
});
