import * as z from 'zod';
import { defineEndpoint } from '../endpoint.ts';
import { cardCodeInput } from './verify-card.ts';

export const deleteCard = defineEndpoint({
  operation: 'cards.delete',
  method: 'POST', // documented as GET too, but it cannot be undone
  path: '?action=delete',
  effect: 'delete',
  source: 'cards document, action=delete',
  input: cardCodeInput,
  output: z.unknown(), // of the answer, only the code is documented
});
