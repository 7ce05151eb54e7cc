import type { LedgerEntry } from '@kamikit/ledger';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { kinds } from './kinds.ts';
import { reconcileEntry } from './reconcile.ts';
import { madeCards, madeSupplier } from './testing/made-clients.ts';
import { at, madeEntry, madeParts } from './testing/made-ledger.ts';

afterEach(() => void vi.restoreAllMocks());

const HOUR = 3_600;
const BEFORE = { code: 'A', card_type: 'count', used_count: 1, remaining_count: 4, total_uses: 5 } as const;
const AFTER = { ...BEFORE, card_type_name: null, duration: undefined, used_count: 2, remaining_count: 3 };

/** A lost use of the card A, whose count says that it was used once since. */
function lostUse(changes: Partial<LedgerEntry> = {}): LedgerEntry {
  const nothing = { balance_before: null, before: BEFORE };
  const own = { kind: 'use_card', request: { code: 'A' }, amount: null, agreed: null, evidence: nothing };
  return madeEntry({ ...own, ...changes });
}

/** Another use of it, so many seconds after that. */
const otherUse = (seconds: number, changes: Partial<LedgerEntry> = {}) =>
  lostUse({ id: 'o', state: 'completed', sent_at: at(seconds), updated_at: at(seconds), ...changes });

/** What is found out about an entry beside these others. */
async function found(entry: LedgerEntry, others: readonly LedgerEntry[] = [], told: object = {}) {
  const cards = madeCards({ read: async () => AFTER });
  const supplier = madeSupplier({ findTrade: async () => null });
  const parts = madeParts({ ...told, others, elsewhere: [entry], parts: { cards, supplier } });
  await reconcileEntry(entry.id, undefined, parts);
  return parts.findings[0];
}

describe('a lost use of a card that was used once since', () => {
  const TOUCHED = {
    verdict: 'undecidable',
    evidence: { reason: expect.stringContaining('under another key') },
  };

  it('took place', async () => {
    expect(await found(lostUse())).toMatchObject({
      verdict: 'committed',
      settlement: { state: 'completed' },
    });
  });

  it.each([
    ['as the card was read', 0],
    ['later', 1],
  ])('proves nothing beside another one that changed %s', async (_, seconds) => {
    expect(await found(lostUse(), [otherUse(seconds)])).toMatchObject(TOUCHED);
  });

  it('proves nothing beside one that changed since by the order of events alone', async () => {
    expect(await found(lostUse(), [otherUse(-1)], { changed: ['o'] })).toMatchObject(TOUCHED);
  });

  it('proves nothing beside a damaged one that changed since', async () => {
    const damaged = otherUse(1, { damaged: ['request'], request: {} });
    expect(await found(lostUse(), [damaged])).toMatchObject(TOUCHED);
  });

  it.each([
    ['changed before the card was read', otherUse(-1)],
    ['is about another card', otherUse(1, { request: { code: 'B' } })],
    ['is of a kind that touches nothing', otherUse(1, { kind: 'generate_cards' })],
    ['is of a kind of another version', otherUse(1, { kind: 'toString' })],
    ['was not sent', otherUse(1, { sent_at: null })],
    ['was refused', otherUse(1, { state: 'refused' })],
    ['was damaged and changed before', otherUse(-1, { damaged: ['request'] })],
  ])('took place beside one that %s', async (_, each) => {
    expect(await found(lostUse(), [each])).toMatchObject({ verdict: 'committed' });
    expect(await found(lostUse(), [each, otherUse(1)])).toMatchObject(TOUCHED);
  });

  it('is nobody’s else, although others touch nothing either, where it touches nothing', async () => {
    let isTouched: boolean | undefined;
    vi.spyOn(kinds.generate_cards, 'reconcile').mockImplementation(async (_, { isTouchedByOthers }) => {
      isTouched = await isTouchedByOthers();
      return { verdict: 'not_committed', evidence: {} };
    });
    await found(lostUse({ kind: 'generate_cards' }), [otherUse(1, { kind: 'generate_cards' })]);
    expect(isTouched).toBe(false);
  });
});

describe('a trade that its shop does not know', () => {
  const look = (secondsAgo: number) =>
    found(
      madeEntry({ reference: '2'.repeat(24), evidence: { balance_before: null }, sent_at: at(-secondsAgo) }),
    );

  it.each([
    [7 * HOUR, '2 h'],
    [7 * HOUR - 1, '3 h'],
    [7 * HOUR + 59, '2 h'],
    [7 * HOUR + 60, '119 min'],
    [9 * HOUR - 61, '2 min'],
    [9 * HOUR - 1, '1 min'],
    [0, '9 h'],
  ])('and that was sent %d s ago may still come, for %s', async (seconds, left) => {
    expect(await look(seconds)).toStrictEqual({
      ...{ verdict: 'undecidable', evidence: { shop_knows_trade: false } },
      advice: expect.stringContaining(`an answer is certain in ${left}, not sooner`),
    });
  });

  it.each([9 * HOUR, 9 * HOUR + 1])('and that was sent %d s ago did not take place', async (seconds) => {
    expect(await look(seconds)).toStrictEqual({
      verdict: 'not_committed',
      evidence: { shop_knows_trade: false },
    });
  });
});

it('an entry of another account is not asked about', async () => {
  expect(await found(lostUse({ evidence: { account: 'another' } }))).toStrictEqual({
    ...{ verdict: 'undecidable', evidence: {} },
    advice: expect.stringContaining('a different account or address'),
  });
});

it('a kind of another version is refused, with what to do', async () => {
  await expect(found(lostUse({ kind: 'toString' }))).rejects.toMatchObject({
    ...{ code: 'invalid_request', message: expect.stringContaining('kind toString') },
    hint: 'Use the version that created the entry.',
  });
});

it('who waits for it may stop waiting', async () => {
  const entry = lostUse();
  const cards = madeCards({ read: async () => expect.unreachable('nobody waits any more') });
  const parts = madeParts({ elsewhere: [entry], parts: { cards } });
  await expect(reconcileEntry(entry.id, AbortSignal.abort(), parts)).rejects.toThrow(/abort/);
});
