import * as z from 'zod';
import { defineEndpoint } from '../endpoint.ts';
import { otherCardThanAsked } from '../other-than-asked.ts';
import { wireInteger } from '../wire.ts';
import { countFields, pointFields, readUsed, timeFields, type WithRemaining } from './card.ts';
import { cardCodeInput } from './verify-card.ts';

export const rechargeCard = defineEndpoint({
  operation: 'cards.recharge',
  method: 'POST', // documented as GET too, but a GET may be repeated or prefetched on its way, and would add again
  path: '?action=recharge',
  effect: 'spend',
  source: 'cards document, action=recharge',
  input: cardCodeInput.extend({ amount: z.int().positive() }),
  output: z.discriminatedUnion('card_type', [
    z
      .looseObject({ ...timeFields, added_duration: wireInteger })
      .transform((card) => ({ ...card, used: readUsed(card.status) })),
    z.looseObject({ ...countFields, added_uses: wireInteger, new_total_uses: wireInteger }),
    z.looseObject({ ...pointFields, added_points: wireInteger, new_total_points: wireInteger }),
  ]),
  contradicts: (card, { code }) => otherCardThanAsked(card.code, code),
});

/** What a recharge added and what the card holds now, by `card_type`. */
export type Recharge = WithRemaining<z.output<typeof rechargeCard.output>>;
