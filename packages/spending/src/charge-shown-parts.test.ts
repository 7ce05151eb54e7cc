import type { LedgerEntry } from '@kamikit/ledger';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { lostSince, withBalanceCompared, withChargeOnceSettled, withChargeShown } from './charge-shown.ts';
import { at, madeEntry, madeParts, yuan } from './testing/made-ledger.ts';

afterEach(() => void vi.restoreAllMocks());

const balanceOf = (amount: number) => ({ balance: async () => yuan(amount) });
const NOBODY = { balance: () => expect.unreachable('nobody asks for the balance') };
/** Another entry of ten yuan that has its answer. */
const other = (changes: Partial<LedgerEntry> = {}) =>
  madeEntry({
    id: 'o',
    state: 'completed',
    created_at: at(10),
    sent_at: at(10),
    updated_at: at(11),
    ...changes,
  });

const HIDDEN = { balance: async () => null };
const AWAY = { balance: () => Promise.reject(new Error('not now')) };

describe('an answer', () => {
  const settled = { state: 'completed', evidence: { told: 1 } } as const;

  it('that tells what was charged is not compared with the account', async () => {
    const told = { ...settled, charged: yuan(7) };
    expect(await withChargeShown(NOBODY, madeEntry(), told, madeParts({}))).toBe(told);
  });

  it.each([HIDDEN, AWAY])('is left as it is where the account shows no balance', async (facts) => {
    expect(await withChargeShown(facts, madeEntry(), settled, madeParts({}))).toBe(settled);
  });

  it.each([
    [91, {}],
    [90, {}],
    [89, { charged: '11' }],
  ])('with %d yuan left of 100 says by that what was charged: %j', async (left, charge) => {
    const shown = await withChargeShown(balanceOf(left), madeEntry(), settled, madeParts({}));
    const evidence = { told: 1, balance_after_answer: `${left}` };
    expect(shown).toStrictEqual({ state: 'completed', evidence, ...charge });
  });

  it('is compared once it settles what was open, and not while that goes on, or is refunded', async () => {
    const pending = { state: 'pending' } as const;
    const open = madeEntry({ state: 'pending' });
    const refunded = madeEntry({ state: 'refunded' });
    const parts = madeParts({});
    expect(await withChargeOnceSettled(NOBODY, open, pending, parts)).toBe(pending);
    expect(await withChargeOnceSettled(NOBODY, refunded, settled, parts)).toBe(settled);
    expect(await withChargeOnceSettled(balanceOf(40), open, settled, parts)).toMatchObject({ charged: '60' });
  });
});

describe('a finding', () => {
  const UNDECIDABLE = { verdict: 'undecidable', evidence: { seen: 1 }, advice: 'ask' } as const;
  const NOTHING = { verdict: 'not_committed', evidence: { seen: 1 } } as const;

  it('that it took place has its settlement compared', async () => {
    const finding = { verdict: 'committed', settlement: { state: 'completed' } } as const;
    expect(await withBalanceCompared(balanceOf(40), madeEntry(), finding, madeParts({}))).toStrictEqual({
      verdict: 'committed',
      settlement: { state: 'completed', evidence: { balance_after_answer: '40' }, charged: '60' },
    });
  });

  it.each([
    ['about what is refunded', 'refunded', NOTHING],
    ['that is such a comparison already', 'unknown', { ...NOTHING, evidence: { balance_after: '90' } }],
  ] as const)('%s is not compared', async (_, state, finding) => {
    expect(await withBalanceCompared(NOBODY, madeEntry({ state }), finding, madeParts({}))).toBe(finding);
  });

  it.each([NOTHING, UNDECIDABLE])(
    'stands where nothing left the account, or nobody knows: %j',
    async (finding) => {
      for (const shown of [balanceOf(100), balanceOf(101), { balance: null }])
        expect(await withBalanceCompared(shown, madeEntry(), finding, madeParts({}))).toBe(finding);
    },
  );

  it.each([HIDDEN, AWAY])(
    'that nothing took place proves nothing where the balance cannot be read',
    async (facts) => {
      expect(await withBalanceCompared(facts, madeEntry(), NOTHING, madeParts({}))).toStrictEqual({
        ...{ verdict: 'undecidable', evidence: { seen: 1 } },
        advice: expect.stringContaining('could not be read: do not do it again'),
      });
      expect(await withBalanceCompared(facts, madeEntry(), UNDECIDABLE, madeParts({}))).toBe(UNDECIDABLE);
    },
  );

  it('that nothing took place proves nothing where money left the account', async () => {
    const advice = expect.stringContaining('yuan left the account');
    const look = (left: number) => withBalanceCompared(balanceOf(left), madeEntry(), NOTHING, madeParts({}));
    expect(await look(90)).toStrictEqual({
      ...{ verdict: 'undecidable', evidence: { seen: 1, balance_after: '90' }, advice },
    });
    expect(await look(89)).toStrictEqual({
      ...{ verdict: 'undecidable', evidence: { seen: 1, balance_after: '89' }, advice, charged: '11' },
    });
  });

  it('that decides nothing tells of a charge only where more was lost than agreed', async () => {
    const look = (left: number) =>
      withBalanceCompared(balanceOf(left), madeEntry(), UNDECIDABLE, madeParts({}));
    expect(await look(90)).toBe(UNDECIDABLE);
    expect(await look(89)).toStrictEqual({
      ...UNDECIDABLE,
      ...{ evidence: { seen: 1, balance_after: '89' }, charged: '11' },
    });
  });

  it('that decides nothing tells of it also where what explained it was refused while the balance was read', async () => {
    const others = [other({ amount: yuan(50), state: 'pending' })];
    const balance = async () => {
      others[0] = other({ amount: yuan(50), state: 'refused' });
      return yuan(60);
    };
    const parts = madeParts({ others });
    expect(await withBalanceCompared({ balance }, madeEntry(), UNDECIDABLE, parts)).toMatchObject({
      charged: '40',
    });
  });

  it('that nothing took place is not upheld by what another one that has no answer may have cost', async () => {
    const parts = madeParts({ others: [other({ state: 'sent' })] });
    expect(await withBalanceCompared(balanceOf(90), madeEntry(), NOTHING, parts)).toStrictEqual({
      ...{ verdict: 'undecidable', evidence: { seen: 1, balance_after: '90' } },
      advice: expect.stringContaining('10 yuan left the account'),
    });
  });
});

describe('what an account lost', () => {
  it.each([
    ['a charge that is known', { charged: yuan(10) }],
    ['nothing agreed', { agreed: null }],
    ['no balance before', { evidence: { balance_before: null } }],
  ])('is not asked for an entry with %s', async (_, changes) => {
    expect(await lostSince(NOBODY, madeEntry(changes), madeParts({}))).toBeNull();
  });

  it.each([
    ['has none', { balance: null }, null],
    ['showed it, and does not show it now', HIDDEN, 'unread'],
    ['does not answer', AWAY, 'unread'],
  ])('is not known where the upstream %s', async (_, facts, loss) => {
    expect(await lostSince(facts, madeEntry(), madeParts({}))).toBe(loss);
  });

  it('keeps nobody waiting for longer than five seconds', async () => {
    const timeout = vi.spyOn(AbortSignal, 'timeout');
    let asked: AbortSignal | undefined;
    const balance = async (_: unknown, signal: AbortSignal) => {
      asked = signal;
      return null;
    };
    await lostSince({ balance }, madeEntry(), madeParts({}));
    expect(timeout).toHaveBeenCalledExactlyOnceWith(5_000);
    expect(asked).toBe(timeout.mock.results[0]?.value);
  });

  it('is what its balance fell by', async () => {
    expect(await lostSince(balanceOf(70), madeEntry(), madeParts({ others: [madeEntry()] }))).toStrictEqual({
      ...{ balance: '70', lost: '30', unexplained: '30', isAnotherUnderWay: false },
    });
  });

  it('is explained for sure by what had its answer before the balance was read, and perhaps by what was sent meanwhile', async () => {
    const others = [other({ id: 'answered' }), other({ id: 'slow', state: 'sent' })];
    const balance = async () => {
      others.push(other({ id: 'sent meanwhile', state: 'sent', amount: yuan(3) }));
      others[1] = other({ id: 'slow' });
      return yuan(60);
    };
    expect(await lostSince({ balance }, madeEntry(), madeParts({ others }))).toStrictEqual({
      ...{ balance: '60', lost: '17', unexplained: '30', isAnotherUnderWay: true },
    });
  });

  it.each(['sent', 'completed'] as const)(
    'may be explained by one that began while the balance was read, and is %s by then: it is worth another look',
    async (state) => {
      const others: LedgerEntry[] = [];
      const balance = async () => {
        others.push(other({ id: 'meanwhile', state }));
        return yuan(90);
      };
      expect(await lostSince({ balance }, madeEntry(), madeParts({ others }))).toMatchObject({
        ...{ unexplained: '10', isAnotherUnderWay: true },
      });
    },
  );
});
