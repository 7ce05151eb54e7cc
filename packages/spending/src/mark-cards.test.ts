import { describe, expect, it } from 'vitest';
import { deliveredCards } from './index.ts';
import { openShop, PURCHASE, TRADE } from './testing/open-shop.ts';

/** An entry with two cards. */
async function bought() {
  const shop = await openShop();
  const { id } = await shop.spender.purchase({ ...PURCHASE, mode: 'sync' }, { idempotencyKey: 'k' });
  const entry = await shop.ledger.get(id);
  const cards = entry === null ? [] : deliveredCards(entry);
  return { ...shop, id, cards };
}

const unused = [
  { number: 1, used: false },
  { number: 2, used: false },
];

describe('the cards of an entry are marked as used', () => {
  it('by their numbers, or by what they are', async () => {
    const { spender, id, cards } = await bought();
    expect(cards).toMatchObject(unused);
    const first = await spender.markCards(id, { cards: [1] });
    expect(deliveredCards(first).map(({ used }) => used)).toEqual([true, false]);
    const second = await spender.markCards(id, { cards: [` ${cards[1]?.card}\n`] });
    expect(deliveredCards(second).map(({ used }) => used)).toEqual([true, true]);
  });

  it('by what they are without the blanks around them, which shops deliver, too', async () => {
    const { spender, ledger } = await openShop();
    const wish = { kind: 'purchase', idempotencyKey: 'blanks', request: {}, amount: null } as const;
    const { id } = await ledger.execute(wish, async () => ({
      ...{ state: 'completed', result: { cards: ' KEY-1 \n\tKEY-2' }, delivered: 2 },
    }));
    const marked = await spender.markCards(id, { cards: ['KEY-2'] });
    expect(deliveredCards(marked).map(({ used }) => used)).toEqual([false, true]);
  });

  it('all at once, and not at all again', async () => {
    const { spender, ledger, id } = await bought();
    expect(await ledger.list({ unused: true })).toMatchObject({ total: 1 });
    await spender.markCards(id);
    expect(await ledger.list({ unused: true })).toMatchObject({ total: 0 });
    expect(deliveredCards(await spender.markCards(id, { used: false }))).toMatchObject(unused);
  });

  it.each([['no such card'], [3], [0], [''], ['1.0']])('but not by %j, which names none', async (card) => {
    const { spender, ledger, id } = await bought();
    const marking = spender.markCards(id, { cards: [1, card] });
    await expect(marking).rejects.toMatchObject({ code: 'invalid_request' });
    expect((await ledger.get(id))?.used).toEqual([]);
  });

  it('but not where a card is another one’s number', async () => {
    const { spender, ledger, id } = await bought();
    await ledger.execute(
      { kind: 'purchase', idempotencyKey: 'numbers', request: {}, amount: null },
      async () => ({ state: 'completed', result: { cards: '2\n7' }, delivered: 2 }),
    );
    const { entries } = await ledger.list();
    const [numbers] = entries.filter((entry) => entry.id !== id);
    await expect(spender.markCards(numbers?.id ?? '', { cards: ['2'] })).rejects.toMatchObject({
      message: expect.stringContaining('may mean: 1, 2'),
    });
    expect((await spender.markCards(numbers?.id ?? '', { cards: ['7', 1] })).used).toEqual([1, 2]);
  });

  it('and there are as many as trades, issues and followed orders delivered', async () => {
    const { spender, ledger } = await openShop();
    await spender.trade(TRADE, { idempotencyKey: 'a' });
    await spender.issue({ card_type: 'count', uses: 1, count: 3 }, { idempotencyKey: 'b' });
    const { id } = await spender.purchase(PURCHASE, { idempotencyKey: 'c' });
    expect((await ledger.list({ unused: true })).entries.map(({ kind }) => kind)).not.toContain('purchase');
    await spender.follow(id);
    expect((await ledger.list({ unused: true })).entries.map(({ kind }) => kind).sort()).toEqual([
      ...['generate_cards', 'purchase', 'supplier_trade'],
    ]);
  });

  it('but not where an entry holds none, or does not exist', async () => {
    const { spender } = await openShop({ sandbox: { orderDelayMs: 60_000 } });
    const { id } = await spender.purchase(PURCHASE, { idempotencyKey: 'k' });
    await expect(spender.markCards(id)).rejects.toMatchObject({ code: 'invalid_request' });
    await expect(spender.markCards('none')).rejects.toMatchObject({ code: 'not_found' });
  });
});
