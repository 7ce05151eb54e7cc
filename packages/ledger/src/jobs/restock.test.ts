import { KamikitError, parseMoney } from '@kamikit/core';
import { describe, expect, it } from 'vitest';
import type { Ledger, QuotedItem, Settlement } from '../index.ts';
import { clocked } from '../testing/clocked.ts';
import { lostReply, upstream, wish } from '../testing/scratch.ts';
import { byHand } from '../testing/store.ts';

const GOOD = { kind: 'supplier_trade', accounts: ['shop'], good: '11' };
const BOUGHT = { kind: 'supplier_trade', good: '11', evidence: { account: 'shop' } };
const PENDING: Settlement = { state: 'pending', result: {} };
const CARDS: Settlement = { state: 'completed', result: { cards: 'A\nB' }, delivered: 2 };

/** A restock of as many goods as there are totals, counted when `held` of each were in the ledger. */
async function started(ledger: Ledger, totals: readonly string[], { key = 'r', held = 0 } = {}) {
  const { job } = await ledger.startJob({
    ...{ kind: 'restock', idempotencyKey: key, maxTotal: parseMoney(100), needsWord: 'by mandate' },
    items: totals.map((_, index) => ({ sku_id: 11 + index })),
  });
  const restocks = { kind: 'supplier_trade', accounts: ['shop'], shelf: 3, held };
  const quoted = totals.map((total, index): QuotedItem => {
    const quantity = total === '0' ? 0 : 2;
    const named = { name: '月卡', specification: null, quantity, account: 'shop', good: String(11 + index) };
    return { number: index + 1, quote: { ...named, total: parseMoney(total), restocks } };
  });
  return ledger.quoteItems(job.id, quoted);
}

async function buyNext(ledger: Ledger, id: string, answer: Settlement | Error = PENDING) {
  const claim = await ledger.claimItem(id);
  if (!('item' in claim)) throw new TypeError('nothing to claim');
  const { number, request, idempotencyKey } = claim.item;
  const good = String(request.sku_id);
  const goods = { name: null, specification: null, quantity: 2 };
  const bought = { ...BOUGHT, good, goods, request, idempotencyKey, item: { job: id, number } };
  return ledger.execute(wish(bought), upstream(answer).send);
}

describe('a restock', () => {
  it('runs what mandates cover, refuses the rest by the mandate that is missing, and asks nobody', async () => {
    const { ledger } = await clocked();
    await ledger.addMandate({ max_order: parseMoney(9), goods: ['11', '12', '13'] }, 'me');
    const job = await started(ledger, ['3', '9.01', '3', '3']);
    expect(job).toMatchObject({ state: 'running', counts: { waiting: 2, refused: 2 } });
    const { items } = await ledger.jobItems(job.id, { states: ['refused'] });
    expect(items.map(({ number, error }) => [number, error?.code, error?.message])).toEqual([
      [2, 'declined', expect.stringMatching(/^No mandate covers a supplier trade of 12 for 9.01 yuan /)],
      [4, 'declined', expect.stringMatching(/^No mandate covers a supplier trade of 14 for 3 yuan /)],
    ]);
    expect(await ledger.askedJobs()).toEqual([]);
    expect(await ledger.verify()).toEqual([]);
  });

  it('that no mandate covers is finished, and nothing was bought', async () => {
    const { ledger } = await clocked();
    const job = await started(ledger, ['3']);
    expect(job).toMatchObject({ state: 'finished', counts: { refused: 1 }, spent: '0' });
  });

  it('needs its mandate still when it is bought, whatever a hand at the file says', async () => {
    const { ledger, path } = await clocked();
    const { id: mandate } = await ledger.addMandate({ per_day: parseMoney(9) }, 'me');
    const { id } = await started(ledger, ['3', '3', '3']);
    await buyNext(ledger, id);
    await ledger.revokeMandate(mandate, 'me');
    await expect(buyNext(ledger, id)).rejects.toMatchObject({ code: 'declined', neverSent: true });
    await byHand(path, 'update jobs set needs_word = 0');
    await expect(ledger.claimItem(id)).rejects.toMatchObject({ code: 'suspended' });
  });

  it('leaves what there is enough of alone', async () => {
    const { ledger } = await clocked();
    const job = await started(ledger, ['0', '0']);
    expect(job).toMatchObject({ state: 'finished', counts: { enough: 2, refused: 0 } });
    expect((await ledger.jobItems(job.id, { states: ['enough'] })).items).toMatchObject([
      { number: 1, state: 'enough', quote: { restocks: { shelf: 3 } }, error: null },
      { number: 2 },
    ]);
  });

  it('buys nothing where another has ordered the same since the stock was counted', async () => {
    const { ledger } = await clocked();
    await ledger.addMandate({ per_day: parseMoney(100) }, 'me');
    const first = await started(ledger, ['3', '3'], { key: 'a' });
    const second = await started(ledger, ['3', '3'], { key: 'b' });
    await expect(buyNext(ledger, first.id, lostReply())).rejects.toMatchObject({ outcome: 'unknown' });
    const tooMuch = buyNext(ledger, second.id);
    await expect(tooMuch).rejects.toMatchObject({ code: 'possible_duplicate', neverSent: true });
    // What is another good, or was counted after it, is not held back.
    expect(await buyNext(ledger, second.id)).toMatchObject({
      ...{ state: 'pending', request: { sku_id: 12 } },
    });
    const third = await started(ledger, ['3'], { key: 'c', held: 2 });
    expect(await buyNext(ledger, third.id)).toMatchObject({ state: 'pending' });
  });

  it('buys nothing either where the other has been delivered, and is not used yet', async () => {
    const { ledger } = await clocked();
    await ledger.addMandate({ per_day: parseMoney(100) }, 'me');
    const first = await started(ledger, ['3'], { key: 'a' });
    const second = await started(ledger, ['3'], { key: 'b' });
    await buyNext(ledger, first.id, CARDS);
    await expect(buyNext(ledger, second.id)).rejects.toMatchObject({ code: 'possible_duplicate' });
  });

  it('is told beforehand what no mandate covers', async () => {
    const { ledger } = await clocked();
    const named = { name: '月卡', specification: null, quantity: 1, account: 'shop', good: '11' };
    const items = [{ number: 1, quote: { ...named, total: parseMoney(3) } }];
    const refused = { code: 'declined', outcome: 'not_committed', neverSent: true };
    expect(await ledger.uncovered('purchase', items)).toMatchObject([{ number: 1, refused }]);
    await ledger.addMandate({ max_order: parseMoney(3) }, 'me');
    expect(await ledger.uncovered('purchase', items)).toEqual([]);
  });

  it('that others are faster than is not stopped for it', async () => {
    const { ledger } = await clocked();
    await ledger.addMandate({ per_day: parseMoney(100) }, 'me');
    const { id } = await started(ledger, Array(6).fill('3'));
    const faster = { code: 'possible_duplicate', outcome: 'not_committed', neverSent: true } as const;
    for (const number of [1, 2, 3, 4, 5]) {
      await ledger.claimItem(id);
      await ledger.settleItem(id, number, { refused: new KamikitError('others', faster) });
    }
    expect(await ledger.job(id)).toMatchObject({ state: 'running', counts: { refused: 5, waiting: 1 } });
  });
});

describe('what is held of a good', () => {
  const buy = (ledger: Ledger, key: string, answer: Settlement | Error, changes = {}) =>
    ledger
      .execute(
        wish({
          ...{ ...BOUGHT, idempotencyKey: key, goods: { name: null, specification: null, quantity: 3 } },
          ...changes,
        }),
        upstream(answer).send,
      )
      .catch(() => null);

  it('is on its way as long as it may come: pending, unknown, or awaiting its owner', async () => {
    const { ledger } = await clocked();
    await buy(ledger, 'a', PENDING);
    await buy(ledger, 'b', lostReply());
    await buy(ledger, 'c', PENDING, { approval: { quote: {} } });
    await buy(ledger, 'd', { state: 'failed' });
    await buy(ledger, 'e', new KamikitError('no', { code: 'out_of_stock', outcome: 'not_committed' }));
    await buy(ledger, 'f', { ...PENDING, delivered: 0 });
    expect(await ledger.held(GOOD)).toEqual({ on_the_way: 12, unused: 0 });
  });

  it('is unused until it is marked as used, and one piece of many lines is one', async () => {
    const { ledger } = await clocked();
    const { id } = (await buy(ledger, 'a', CARDS)) ?? { id: '' };
    const one = { goods: { name: null, specification: null, quantity: 1 } };
    await buy(ledger, 'b', { ...CARDS, delivered: 5 }, one);
    expect(await ledger.held(GOOD)).toEqual({ on_the_way: 0, unused: 3 });
    await ledger.mark(id, { cards: [1, 2], of: 2, used: true });
    expect(await ledger.held(GOOD)).toEqual({ on_the_way: 0, unused: 1 });
  });

  it('is that of the account and the good alone', async () => {
    const { ledger } = await clocked();
    await buy(ledger, 'a', PENDING, { good: '12' });
    await buy(ledger, 'b', PENDING, { evidence: { account: 'another' } });
    await buy(ledger, 'c', PENDING, { kind: 'purchase' });
    expect(await ledger.held(GOOD)).toEqual({ on_the_way: 0, unused: 0 });
    expect(await ledger.held({ ...GOOD, accounts: ['shop', 'another'] })).toMatchObject({ on_the_way: 3 });
  });
});
