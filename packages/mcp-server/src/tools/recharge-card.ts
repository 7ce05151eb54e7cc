import * as z from 'zod';
import { dealingView, viewDealing } from '../views/card-view.ts';
import { defineTool } from './define-tool.ts';
import { idempotencyKey, integer, text } from './input.ts';

export const rechargeCard = defineTool({
  name: 'recharge_card',
  title: 'Recharge a card',
  description:
    'Add time, uses or points to an existing card (卡密), in the card’s own unit: days or hours, uses, points. For shop owners.',
  needs: ['cards'],
  effect: 'spend',
  input: z.strictObject({
    code: text(128),
    amount: integer(1, 1_000_000),
    idempotency_key: idempotencyKey,
  }),
  output: dealingView,
  async run({ idempotency_key: idempotencyKey, ...wish }, { spender, confirm, signal }) {
    return viewDealing(await spender.recharge(wish, { idempotencyKey, signal, confirm }));
  },
});
