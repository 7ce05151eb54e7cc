import type { Card, CardsClient } from '@kamikit/core';
import { describe, expect, it } from 'vitest';
import { madeCards } from '../testing/made-clients.ts';
import { madeEntry, madeParts } from '../testing/made-ledger.ts';
import { deleteCard, generateCards, rechargeCard, useCard } from './kinds.ts';
import { storeCard } from './stored.ts';

const COUNT = { code: 'A', card_type_name: null, used_count: 1, remaining_count: 4 };
const CARD: Card = { ...COUNT, card_type: 'count', total_uses: 5 };

/** Parts whose card service does whatever it is asked; gives that. */
function service() {
  const asked: unknown[] = [];
  const answers: Partial<CardsClient> = {
    async use(...args) {
      asked.push('use', ...args);
      return CARD;
    },
    async recharge(...args) {
      asked.push('recharge', ...args);
      return { ...COUNT, card_type: 'count', added_uses: 3, new_total_uses: 8 };
    },
    async delete(...args) {
      asked.push('delete', ...args);
    },
    async generate(...args) {
      asked.push('generate', ...args);
      return { codes: ['A', 'B'] };
    },
  };
  return { asked, parts: madeParts({ parts: { cards: madeCards(answers) } }) };
}

describe('sent is', () => {
  it('a use of the card', async () => {
    const { asked, parts } = service();
    const settled = await useCard.send({ code: 'A' }, madeEntry(), parts);
    expect(settled).toMatchObject({ state: 'completed', result: { card: { total_uses: 5 } } });
    expect(asked).toStrictEqual(['use', 'A']);
  });

  it('a recharge of the card', async () => {
    const { asked, parts } = service();
    const settled = await rechargeCard.send({ code: 'A', amount: 3 }, madeEntry(), parts);
    expect(settled).toMatchObject({ state: 'completed', result: { card: { total_uses: 8 } } });
    expect(asked).toStrictEqual(['recharge', 'A', 3]);
  });

  it('a deletion of the card, of which what was read stays', async () => {
    const { asked, parts } = service();
    const settled = await deleteCard.send({ code: 'A' }, madeEntry({ evidence: { before: CARD } }), parts);
    expect(settled).toMatchObject({ reference: 'A', result: { code: 'A', card: { used_count: 1 } } });
    expect(asked).toStrictEqual(['delete', 'A']);
  });

  it.each([
    [{ count: 2, remark: 'for Ann' }, 2],
    [{}, 1],
  ])('a batch under the remark that was read: %j', async (batch, count) => {
    const { asked, parts } = service();
    const request = { card_type: 'count', uses: 5, ...batch } as const;
    const entry = madeEntry({ evidence: { remark: '#1 for Ann' } });
    expect(await generateCards.send(request, entry, parts)).toMatchObject({ result: { codes: ['A', 'B'] } });
    expect(asked).toStrictEqual(['generate', { card_type: 'count', uses: 5, count, remark: '#1 for Ann' }]);
  });
});

describe('of cards', () => {
  const batch = { card_type: 'count', uses: 5 } as const;
  const stored = { code: 'A', card: null };
  const dealing = { card: storeCard(CARD) };

  it.each([useCard, rechargeCard, deleteCard, generateCards])(
    'none has a number, a price, or another one like it (%#)',
    ({ upstream, hasOwnReference, follow, likeness, leftOpen, balance, good }) => {
      const like = likeness({ ...batch, code: 'A', amount: 1 }, {});
      const nothing = [hasOwnReference, follow, like, leftOpen, balance];
      expect(nothing).toEqual([false, null, null, [], null]);
      expect([upstream, good({ ...batch, code: 'A', amount: 1 })]).toEqual(['cards', null]);
    },
  );

  it('so many are issued or recharged', () => {
    expect(useCard.cards({ code: 'A' })).toBe(0);
    expect(rechargeCard.cards({ code: 'A', amount: 9 })).toBe(1);
    expect(deleteCard.cards({ code: 'A' })).toBe(0);
    expect(generateCards.cards(batch)).toBe(1);
    expect(generateCards.cards({ ...batch, count: 7 })).toBe(7);
  });

  it('those that were issued are delivered, and no others', () => {
    expect(generateCards.delivered({ codes: ['A', 'B'] })).toBe('A\nB');
    expect(generateCards.delivered({ codes: [] })).toBeNull();
    expect(deleteCard.delivered(stored)).toBeNull();
    for (const kind of [useCard, rechargeCard]) expect(kind.delivered(dealing)).toBeNull();
  });

  it('nothing becomes of what is kept on their owner’s word', () => {
    const issued = { codes: ['A'] };
    expect(generateCards.asDelivered(issued)).toBe(issued);
    expect(deleteCard.asDelivered(stored)).toBe(stored);
    for (const kind of [useCard, rechargeCard]) expect(kind.asDelivered(dealing)).toBe(dealing);
  });
});
