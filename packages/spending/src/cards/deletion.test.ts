import { describe, expect, it } from 'vitest';
import { openShop, type ShopOptions } from '../testing/open-shop.ts';

const HOUR_MS = 3_600_000;

/** A shop with a card of five uses, two of them gone. */
async function openWithCard(options: ShopOptions = {}) {
  const shop = await openShop(options);
  const { codes } = await shop.cards.generate({ card_type: 'count', uses: 5 });
  const [code = ''] = codes;
  for (const _ of [1, 2]) await shop.cards.use(code);
  const remove = () => shop.spender.delete({ code }, { idempotencyKey: 'k' });
  const lose = (kind: 'reset_before' | 'reset_after') =>
    shop.sandbox.addFault({ upstream: 'cards', operation: 'delete', kind });
  const entryId = async () => (await shop.ledger.find('delete_card', 'k'))?.id ?? '';
  return {
    ...shop,
    code,
    remove,
    lose,
    entryId,
    isThere: async () => (await shop.cards.read(code)) !== 'not_found',
  };
}

describe('a deletion', () => {
  it('is an entry that keeps the card as it was before', async () => {
    const { remove, code, isThere } = await openWithCard();
    expect(await remove()).toMatchObject({
      ...{ kind: 'delete_card', state: 'completed', reference: code, amount: null },
      result: { code, card: { card_type: 'count', used_count: 2, remaining_count: 3 } },
      evidence: { before: { code, used_count: 2 } },
    });
    expect(await isThere()).toBe(false);
    expect(await remove()).toMatchObject({ state: 'completed' });
  });

  it('is asked for, with what is left on the card; a no deletes nothing', async () => {
    const { spender, code, isThere } = await openWithCard();
    const seen: object[] = [];
    const confirm = (quote: object) => seen.push(quote) < 1;
    const refused = spender.delete({ code }, { idempotencyKey: 'k', confirm });
    await expect(refused).rejects.toMatchObject({ code: 'declined', neverSent: true });
    expect(seen).toMatchObject([{ kind: 'delete_card', code, card: { remaining_count: 3 } }]);
    expect(await isThere()).toBe(true);
  });

  it('of a used-up card keeps that it was used up', async () => {
    const { spender, cards, code } = await openWithCard();
    for (const _ of [1, 2, 3]) await cards.use(code);
    const entry = await spender.delete({ code }, { idempotencyKey: 'k' });
    expect(entry).toMatchObject({ result: { code, card: null }, evidence: { before: 'card_exhausted' } });
  });

  it('of a card that is not there is not_found, and leaves no entry', async () => {
    const { spender, ledger } = await openWithCard();
    const gone = spender.delete({ code: 'NOSUCHCARD' }, { idempotencyKey: 'k' });
    await expect(gone).rejects.toMatchObject({
      code: 'not_found',
      outcome: 'not_committed',
      neverSent: true,
    });
    expect((await ledger.list()).total).toBe(0);
  });

  it.each([
    ['reset_after', 'completed'],
    ['reset_before', 'refused'],
  ] as const)('whose answer was lost (%s) is found to be %s', async (fault, state) => {
    const { remove, lose, entryId, spender, pass } = await openWithCard();
    lose(fault);
    await expect(remove()).rejects.toMatchObject({ code: 'outcome_unknown', outcome: 'unknown' });
    await pass(HOUR_MS);
    expect(await spender.reconcile(await entryId())).toMatchObject({ state });
  });
});
