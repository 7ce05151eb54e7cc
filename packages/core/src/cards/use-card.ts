import { defineEndpoint } from '../endpoint.ts';
import { otherCardThanAsked } from '../other-than-asked.ts';
import { cardSchema } from './card.ts';
import { cardCodeInput } from './verify-card.ts';

export const useCard = defineEndpoint({
  operation: 'cards.use',
  method: 'POST', // documented as GET too, but a GET may be repeated or prefetched on its way, and would use it again
  path: '?action=use',
  effect: 'consume',
  source: 'cards document, action=use',
  input: cardCodeInput,
  output: cardSchema,
  contradicts: (card, { code }) => otherCardThanAsked(card.code, code),
});
