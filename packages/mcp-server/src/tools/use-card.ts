import * as z from 'zod';
import { dealingView, viewDealing } from '../views/card-view.ts';
import { defineTool } from './define-tool.ts';
import { idempotencyKey, text } from './input.ts';

export const useCard = defineTool({
  name: 'use_card',
  title: 'Use a card',
  description:
    'Use a card (卡密) once: starts a time card, or deducts one use or its points. Cannot be undone. Check with verify_card first.',
  needs: ['cards'],
  effect: 'consume',
  input: z.strictObject({ code: text(128), idempotency_key: idempotencyKey }),
  output: dealingView,
  async run({ idempotency_key: idempotencyKey, ...wish }, { spender, confirm, signal, say }) {
    return viewDealing(await spender.use(wish, { idempotencyKey, signal, confirm }), say);
  },
});
