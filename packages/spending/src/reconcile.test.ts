import { CardsClient, StorefrontClient, SupplierClient } from '@kamikit/core';
import { byHand } from '@kamikit/ledger/src/testing/store.ts';
import { describe, expect, it } from 'vitest';
import { KINDS, type Kind, openDealings } from './testing/open-dealings.ts';

// Past the grace of any upstream.
const LONG_AFTER_MS = 9 * 3_600_000;

/** Dealings of which one lost its answer: `id` is its entry. */
async function openLost(kind: Kind, fault: 'reset_before' | 'reset_after') {
  const dealings = await openDealings();
  const lose = async (key: string, which = fault): Promise<string> => {
    dealings.lose(kind, which);
    await expect(dealings.run[kind]({ idempotencyKey: key, again: true })).rejects.toMatchObject({
      outcome: 'unknown',
    });
    return (await dealings.ledger.find(kind, key))?.id ?? '';
  };
  return { ...dealings, id: await lose('lost'), loseAnother: lose };
}

describe('another account', () => {
  it.each(KINDS)('than the one of the entry is not asked about a lost %s', async (kind) => {
    const { id, sandbox, timing, spenderWith, requests, pass } = await openLost(kind, 'reset_before');
    const { storefront, cards, supplier } = sandbox;
    const other = spenderWith({
      storefront: new StorefrontClient({ apiKey: 'another', baseUrl: storefront.url, timing }),
      cards: new CardsClient({ apiKey: 'another', baseUrl: cards.url, timing }),
      supplier: new SupplierClient({ ...supplier, apiId: '2', timing }),
    });
    await pass(LONG_AFTER_MS);
    const asked = requests();
    expect(await other.reconcile(id)).toMatchObject({
      ...{ state: 'unknown', advice: expect.stringContaining('different account') },
    });
    expect(requests()).toBe(asked);
  });

  it('at the same address shows by its name, whatever its key is', async () => {
    const { id, sandbox, timing, spenderWith, storefront, pass } = await openLost('purchase', 'reset_before');
    const { apiKey, url } = sandbox.storefront;
    const same = new StorefrontClient({ apiKey, baseUrl: url, timing, account: storefront.account });
    await pass(LONG_AFTER_MS);
    expect(await spenderWith({ storefront: same }).reconcile(id)).toMatchObject({ state: 'refused' });
  });
});

describe('a lost purchase', () => {
  it.each([
    ['reset_after', 'reset_before'],
    ['reset_before', 'reset_after'],
  ] as const)(
    '(%s) beside another lost one (%s) stays unknown: either may have moved the account',
    async (first, second) => {
      const { id, loseAnother, spender, pass } = await openLost('purchase', first);
      await pass(1_000);
      const another = await loseAnother('another', second);
      await pass(LONG_AFTER_MS);
      for (const each of [id, another]) {
        expect(await spender.reconcile(each)).toMatchObject({
          ...{ state: 'unknown', advice: expect.stringContaining('order list') },
        });
      }
    },
  );

  it('is told from a completed one that came after it', async () => {
    const { id, spender, pass } = await openLost('purchase', 'reset_before');
    await pass(1_000);
    const wish = { goods_id: 3, sub_id: 32, quantity: 1, max_total: 20, mode: 'sync' } as const;
    const { charged } = await spender.purchase(wish, { idempotencyKey: 'later' });
    await pass(LONG_AFTER_MS);
    expect(await spender.reconcile(id)).toMatchObject({
      ...{ state: 'refused', evidence: { other_spending: charged } },
    });
  });

  it('stays unknown when money of another one may have come back', async () => {
    const { id, spender, run, control, pass } = await openLost('purchase', 'reset_after');
    await pass(1_000);
    const other = await run.purchase({ idempotencyKey: 'another', again: true });
    await control('orders', { order_sn: other.reference, status: 5, refund: true });
    expect(await spender.follow(other.id)).toMatchObject({ state: 'failed' });
    await pass(LONG_AFTER_MS);
    expect(await spender.reconcile(id)).toMatchObject({ state: 'unknown' });
  });

  it('stays unknown when the account was charged otherwise than this could cost', async () => {
    const { id, storefront, spender, pass } = await openLost('purchase', 'reset_before');
    await storefront.purchase({ goods_id: 1, sub_id: 12, quantity: 1 });
    await pass(LONG_AFTER_MS);
    expect(await spender.reconcile(id)).toMatchObject({ state: 'unknown' });
  });

  it('gives its budget back when it was called off, and only then', async () => {
    const { id, ledger, spender, pass } = await openLost('purchase', 'reset_before');
    await spender.reconcile(id);
    expect(await ledger.budget()).toMatchObject({ spent_today: '50' });
    await pass(LONG_AFTER_MS);
    await spender.reconcile(id);
    expect(await ledger.budget()).toMatchObject({ spent_today: '0' });
  });
});

it('a lost purchase stays unknown beside a damaged one, which may have moved the account', async () => {
  const { id, run, path, spender, pass } = await openLost('purchase', 'reset_before');
  await pass(11 * 60_000); // no longer a possible duplicate
  const { id: another } = await run.purchase({ idempotencyKey: 'another' });
  await byHand(path, "update entries set request = '{', amount = '0' where id = ?", another);
  await pass(LONG_AFTER_MS);
  expect(await spender.reconcile(id)).toMatchObject({ state: 'unknown' });
});

describe('a lost dealing with a card', () => {
  it.each([
    ['use_card', 'use_card', 'reset_before'],
    ['use_card', 'use_card', 'reset_after'],
    ['use_card', 'recharge_card', 'reset_after'],
    ['recharge_card', 'recharge_card', 'reset_before'],
    ['recharge_card', 'use_card', 'reset_after'],
  ] as const)(
    '(%s) stays unknown once a %s under another key touched the card (%s)',
    async (kind, by, fault) => {
      const { id, run, spender, pass } = await openLost(kind, fault);
      await run[by]({ idempotencyKey: 'another' });
      await pass(LONG_AFTER_MS);
      expect(await spender.reconcile(id)).toMatchObject({
        ...{ state: 'unknown', advice: expect.stringContaining('under another key') },
      });
    },
  );

  it('stays unknown once another touched the card after the clock was set back', async () => {
    const { id, run, spender, pass } = await openLost('use_card', 'reset_before');
    await pass(-LONG_AFTER_MS);
    await run.use_card({ idempotencyKey: 'another' });
    await pass(3 * LONG_AFTER_MS);
    expect(await spender.reconcile(id)).toMatchObject({ state: 'unknown' });
  });

  it('stays unknown beside a damaged entry, which may have touched the card', async () => {
    const { id, run, ledger, path, spender, pass } = await openLost('use_card', 'reset_before');
    const { id: another } = await run.use_card({ idempotencyKey: 'another' });
    await byHand(path, "update entries set request = '{' where id = ?", another);
    expect(await ledger.get(another)).toMatchObject({ damaged: ['request'] });
    await pass(LONG_AFTER_MS);
    expect(await spender.reconcile(id)).toMatchObject({ state: 'unknown' });
  });

  it('is not confused by what was done to another card', async () => {
    const { id, spender, cards, pass } = await openLost('use_card', 'reset_before');
    const { codes } = await cards.generate({ card_type: 'count', uses: 5 });
    await spender.use({ code: codes[0] ?? '' }, { idempotencyKey: 'another' });
    await pass(LONG_AFTER_MS);
    expect(await spender.reconcile(id)).toMatchObject({ state: 'refused' });
  });

  it('is not confused by what was refused', async () => {
    const { id, spender, run, sandbox, pass } = await openLost('use_card', 'reset_after');
    sandbox.addFault({ upstream: 'cards', operation: 'recharge', kind: 'status', status: 401 });
    await expect(run.recharge_card({ idempotencyKey: 'refused' })).rejects.toMatchObject({
      outcome: 'not_committed',
    });
    await pass(LONG_AFTER_MS);
    expect(await spender.reconcile(id)).toMatchObject({ state: 'completed' });
  });

  it('is not confused by what was written down and not sent', async () => {
    const { id, code, spender, ledger, pass } = await openLost('use_card', 'reset_after');
    await ledger.prepare({ kind: 'use_card', idempotencyKey: 'other', request: { code }, amount: null });
    await pass(LONG_AFTER_MS);
    expect(await spender.reconcile(id)).toMatchObject({ state: 'completed' });
  });

  it('is looked at only when it has had time to show', async () => {
    const { id, spender, timing, ledger } = await openLost('use_card', 'reset_after');
    await spender.reconcile(id);
    const sent = Date.parse((await ledger.get(id))?.sent_at ?? '');
    expect(timing.now() - sent).toBeGreaterThanOrEqual(5_000);
  });
});

describe('reconciling', () => {
  it.each(KINDS)('a finished %s asks nobody', async (kind) => {
    const { run, ledger, spender, requests } = await openDealings();
    await run[kind]({ idempotencyKey: 'k' });
    const { id = '' } = (await ledger.find(kind, 'k')) ?? {};
    await ledger.settle(id, { state: 'completed' });
    const before = requests();
    expect(await spender.reconcile(id)).toMatchObject({ id, state: 'completed' });
    expect(requests()).toBe(before);
  });

  it('what the ledger does not hold is not_found', async () => {
    const { spender } = await openDealings();
    await expect(spender.reconcile('none')).rejects.toMatchObject({ code: 'not_found' });
  });

  it('a trade without a number proves nothing', async () => {
    const { spender, ledger, pass } = await openDealings();
    const wish = { kind: 'supplier_trade', idempotencyKey: 'k', request: {}, amount: null };
    const { entry } = await ledger.prepare(wish);
    await ledger.markSent(entry.id);
    await ledger.settle(entry.id, { state: 'unknown' });
    await pass(LONG_AFTER_MS);
    expect(await spender.reconcile(entry.id)).toMatchObject({
      ...{ state: 'unknown', advice: expect.stringMatching(/do not buy again/i) },
    });
  });

  it('a kind of another version is refused, and the entry stays as it was', async () => {
    const { spender, ledger } = await openDealings();
    const wish = { kind: 'toString', idempotencyKey: 'k', request: {}, amount: null };
    const { entry } = await ledger.prepare(wish);
    await ledger.markSent(entry.id);
    await ledger.settle(entry.id, { state: 'unknown' });
    await expect(spender.reconcile(entry.id)).rejects.toMatchObject({ code: 'invalid_request' });
    expect(await ledger.get(entry.id)).toMatchObject({ state: 'unknown' });
  });

  it('that is cancelled changes nothing', async () => {
    const { id, spender, ledger } = await openLost('purchase', 'reset_after');
    await expect(spender.reconcile(id, { signal: AbortSignal.abort() })).rejects.toThrow();
    expect(await ledger.get(id)).toMatchObject({ state: 'unknown' });
  });

  it('a pending order reads how it stands by its number', async () => {
    const { run, spender } = await openDealings();
    const { id } = await run.purchase({ idempotencyKey: 'k' });
    expect(await spender.reconcile(id)).toMatchObject({ state: 'completed', charged: '47.5' });
  });
});
