import { describe, expect, it } from 'vitest';
import { kinds } from './kinds.ts';
import { KINDS, type Kind, openDealings } from './testing/open-dealings.ts';

const UNKNOWN = { code: 'outcome_unknown', outcome: 'unknown', neverSent: false };

const answers: { [K in Kind]: object } = {
  purchase: {
    ...{ state: 'pending', reference: expect.any(String), amount: '50' },
    goods: { name: expect.stringContaining('腾讯视频'), specification: expect.any(String), quantity: 2 },
    result: { status: 1, goods_name: expect.stringContaining('腾讯视频'), quantity: 2, cards: null },
  },
  supplier_trade: {
    ...{ state: 'completed', reference: expect.stringMatching(/^\d{24}$/), amount: '13.5' },
    goods: { name: expect.any(String), specification: expect.any(String), quantity: 1 },
    result: { status: 1, contents: expect.any(String), notice: null },
  },
  use_card: {
    ...{ state: 'completed', amount: null, goods: null },
    result: {
      card: { card_type: 'count', used_count: 1, remaining_count: 4, total_uses: 5, duration: null },
    },
  },
  recharge_card: {
    ...{ state: 'completed', amount: null, goods: null },
    result: { card: { card_type: 'count', used_count: 0, remaining_count: 8, total_uses: 8 } },
  },
  generate_cards: {
    ...{ state: 'completed', amount: null, goods: null },
    result: { codes: [expect.any(String), expect.any(String)] },
  },
};

// A card is used, and cards of one kind are issued, again and again.
const IS_COMPARED: { [K in Kind]: boolean } = {
  ...{ purchase: true, supplier_trade: true },
  ...{ use_card: false, recharge_card: false, generate_cards: false },
};

describe.each(KINDS)('%s', (kind) => {
  const { absenceProvesAfterMs } = kinds[kind];

  it('is done once for a key, and its entry holds what came of it', async () => {
    const { run, done, sent } = await openDealings();
    const first = await run[kind]({ idempotencyKey: 'k' });
    expect(first).toMatchObject({ kind, notice: null, ...answers[kind] });
    expect(await run[kind]({ idempotencyKey: 'k' })).toEqual(first);
    expect([done[kind](), sent(kind)]).toEqual([1, 1]);
  });

  it('is done again under another key', async () => {
    const { run, done } = await openDealings();
    await run[kind]({ idempotencyKey: 'k' });
    await run[kind]({ idempotencyKey: 'another', again: true });
    expect(done[kind]()).toBe(2);
  });

  it(`the same under another key right after it is ${IS_COMPARED[kind] ? 'not done, unless it is meant' : 'done'}`, async () => {
    const { run, done, ledger } = await openDealings();
    await run[kind]({ idempotencyKey: 'k' });
    const first = await ledger.find(kind, 'k');
    const second = run[kind]({ idempotencyKey: 'another' });
    if (IS_COMPARED[kind]) {
      await expect(second).rejects.toMatchObject({
        ...{ code: 'possible_duplicate', outcome: 'not_committed', neverSent: true, entryId: first?.id },
      });
    } else await second;
    expect(done[kind]()).toBe(IS_COMPARED[kind] ? 1 : 2);
  });

  it('whose answer is lost is outcome_unknown and never sent again, and reconciling finds it', async () => {
    const { run, done, sent, lose, ledger, spender } = await openDealings();
    lose(kind, 'reset_after');
    await expect(run[kind]({ idempotencyKey: 'k' })).rejects.toMatchObject(UNKNOWN);
    await expect(run[kind]({ idempotencyKey: 'k' })).rejects.toMatchObject(UNKNOWN);
    const entry = await ledger.find(kind, 'k');
    const found = await spender.reconcile(entry?.id ?? '');
    expect(found.state).toBe(kind === 'purchase' ? 'pending' : 'completed');
    expect(await run[kind]({ idempotencyKey: 'k' })).toMatchObject({ id: entry?.id, state: found.state });
    expect([done[kind](), sent(kind)]).toEqual([1, 1]);
  });

  it('that is not to be seen is not called off while the upstream may still be at work on it', async () => {
    const { run, lose, ledger, spender, pass } = await openDealings();
    lose(kind, 'reset_before');
    await expect(run[kind]({ idempotencyKey: 'k' })).rejects.toMatchObject(UNKNOWN);
    await pass(absenceProvesAfterMs - 20_000);
    const { id = '' } = (await ledger.find(kind, 'k')) ?? {};
    const early = await spender.reconcile(id);
    expect(early.state).toBe('unknown');
    if (kind !== 'generate_cards') expect(early.advice).toMatch(/do not do it again.* in \d+ (min|h)/);
    await pass(20_000);
    // That a list of cards is whole is nowhere promised, so that no batch is ever called off.
    const late = await spender.reconcile(id);
    expect(late.state).toBe(kind === 'generate_cards' ? 'unknown' : 'refused');
  });

  it('that was called off is not sent again under its key', async () => {
    const { run, lose, ledger, spender, pass, sent } = await openDealings();
    lose(kind, 'reset_before');
    await expect(run[kind]({ idempotencyKey: 'k' })).rejects.toMatchObject(UNKNOWN);
    await pass(absenceProvesAfterMs);
    await spender.reconcile((await ledger.find(kind, 'k'))?.id ?? '');
    await expect(run[kind]({ idempotencyKey: 'k' })).rejects.toMatchObject({ neverSent: false });
    expect(sent(kind)).toBe(1);
  });
});

describe('what was found', () => {
  it('of a lost purchase is what the account was charged, with the readings that prove it', async () => {
    const { run, lose, ledger, spender } = await openDealings();
    lose('purchase', 'reset_after');
    await expect(run.purchase({ idempotencyKey: 'k' })).rejects.toMatchObject(UNKNOWN);
    const found = await spender.reconcile((await ledger.find('purchase', 'k'))?.id ?? '');
    expect(found).toMatchObject({
      ...{ agreed: '50', charged: '47.5', advice: expect.stringMatching(/do not buy again/i) },
      evidence: { balance_before: '1000', balance_after: '952.5', total_spent_after: '5047.5' },
    });
  });

  it('of a lost batch are its codes, told from another batch by our own token in the remark', async () => {
    const { run, lose, ledger, spender, sandbox } = await openDealings();
    lose('generate_cards', 'reset_after');
    await expect(run.generate_cards({ idempotencyKey: 'k' })).rejects.toMatchObject(UNKNOWN);
    await run.generate_cards({ idempotencyKey: 'another' });
    const found = await spender.reconcile((await ledger.find('generate_cards', 'k'))?.id ?? '');
    const [, batch] = sandbox.state().cards.generated;
    expect(found).toMatchObject({ state: 'completed', result: { codes: batch?.codes } });
  });

  it('of a lost trade are its goods, by the number that was on disk before it was sent', async () => {
    const { run, lose, ledger, spender, sandbox } = await openDealings();
    lose('supplier_trade', 'reset_after');
    await expect(run.supplier_trade({ idempotencyKey: 'k' })).rejects.toMatchObject(UNKNOWN);
    const found = await spender.reconcile((await ledger.find('supplier_trade', 'k'))?.id ?? '');
    const [trade] = sandbox.state().supplier.trades;
    expect(found).toMatchObject({ reference: trade?.item_trade_no, result: { contents: trade?.contents } });
  });
});

describe('what is kept of a card', () => {
  const filled = { status: expect.any(String), duration: 3, duration_unit: 'day' };
  it.each([
    [{ card_type: 'time', duration: 3, duration_unit: 'day' } as const, filled],
    [{ card_type: 'count', uses: 7 } as const, { total_uses: 7, used_count: 1, remaining_count: 6 }],
    [
      { card_type: 'point', points: 50, points_per_use: 5 } as const,
      { total_points: 50, points_per_use: 5, used_points: 5, remaining_points: 45 },
    ],
  ])('of %j are the fields of its own type, the others null', async (wish, kept) => {
    const { spender } = await openDealings();
    const { result } = await spender.issue(wish, { idempotencyKey: 'k' });
    const used = await spender.use({ code: result?.codes[0] ?? '' }, { idempotencyKey: 'u' });
    expect(used.result?.card).toMatchObject({ card_type: wish.card_type, ...kept });
    const others = ['duration', 'total_uses', 'total_points'].filter((name) => !(name in kept));
    for (const name of others) expect(used.result?.card).toHaveProperty(name, null);
  });
});
