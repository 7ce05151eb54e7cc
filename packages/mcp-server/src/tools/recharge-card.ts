import { KamikitError } from '@kamikit/core';
import type { Confirm } from '@kamikit/spending';
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
  async run(
    { idempotency_key: idempotencyKey, ...wish },
    { spender, confirm: ask, signal, othersCards, say },
  ) {
    const confirm = othersCards === 'sealed' ? onlyKnownCards(ask) : ask;
    return viewDealing(await spender.recharge(wish, { idempotencyKey, signal, confirm }), say);
  },
});

/** Sealed, nothing is sent for a code that nobody knows: as for a part of one, the entry in the ledger would tell them apart. */
function onlyKnownCards(ask: Confirm | undefined): Confirm {
  return (quote) => {
    if (quote.kind === 'recharge_card' && quote.card === 'not_found')
      throw new KamikitError('There is no such card. Nothing was sent.', {
        ...{ code: 'not_found', upstream: 'cards', outcome: 'not_committed', neverSent: true },
      });
    return ask === undefined || ask(quote);
  };
}
