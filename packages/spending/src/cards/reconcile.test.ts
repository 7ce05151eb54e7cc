import type { Card, CardReading, CardRow, CardsClient } from '@kamikit/core';
import type { LedgerEntry } from '@kamikit/ledger';
import { describe, expect, it } from 'vitest';
import { madeCards } from '../testing/made-clients.ts';
import { madeEntry, madeParts } from '../testing/made-ledger.ts';
import { START } from '../testing/open-shop.ts';
import {
  reconcileDeletionEntry,
  reconcileIssueEntry,
  reconcileRechargeEntry,
  reconcileUseEntry,
} from './reconcile.ts';

const { signal } = new AbortController();
const ASK =
  'There is no telling whether it took place: check the card, and who else uses it, before doing it again';
const NOT_READ = 'the card was not read beforehand';
const TOUCHED = 'the card was used or recharged under another key in the meantime';

const card = (used: number, total: number): Card => ({
  ...{ code: 'A', card_type_name: null, used_count: used, remaining_count: total - used, total_uses: total },
  card_type: 'count',
});

interface Told {
  before?: unknown;
  after?: CardReading;
  isTouched?: boolean;
}

/** What is found of a card that was read so before and after; gives what the service is asked, too. */
async function found(
  reconcile: typeof reconcileUseEntry,
  { before = card(1, 5), after = card(1, 5), isTouched = false }: Told,
  request: LedgerEntry['request'] = { code: 'A', amount: 3 },
) {
  const asked: unknown[] = [];
  const read: CardsClient['read'] = async (...args) => {
    asked.push(...args);
    return after;
  };
  const parts = madeParts({ parts: { cards: madeCards({ read }) } });
  const entry = madeEntry({ request, evidence: { before } });
  const context = { parts, signal, isTouchedByOthers: async () => isTouched };
  const finding = await reconcile(entry, context);
  expect(parts.timing.now()).toBe(START + 5_000);
  expect(asked).toStrictEqual(['A', { signal }]);
  expect(asked[1]).toHaveProperty('signal', signal);
  return finding;
}

const undecidable = (after: CardReading, reason: unknown) => ({
  ...{ verdict: 'undecidable', evidence: { after, reason }, advice: expect.stringContaining(ASK) },
});

describe.each([
  ['use', reconcileUseEntry, card(2, 5)],
  ['recharge', reconcileRechargeEntry, card(1, 8)],
] as const)('a lost %s', (_, reconcile, done) => {
  it('that shows on the card took place', async () => {
    expect(await found(reconcile, { after: done })).toMatchObject({
      verdict: 'committed',
      settlement: {
        ...{ state: 'completed', reference: 'A', result: { card: { code: 'A' } } },
        evidence: { after: done, reason: expect.stringContaining('exactly') },
      },
    });
  });

  it('that does not show on it did not', async () => {
    expect(await found(reconcile, {})).toStrictEqual({
      verdict: 'not_committed',
      evidence: { after: card(1, 5), reason: expect.stringContaining('nothing was') },
    });
  });

  it('proves nothing on a card that changed otherwise', async () => {
    const after = card(3, 6);
    const finding = await found(reconcile, { after });
    expect(finding).toStrictEqual(undecidable(after, expect.stringContaining('somebody else')));
    expect(finding).toMatchObject({ advice: expect.stringMatching(/ \(what was .*\)\.$/) });
  });

  it('proves nothing on a card that was touched meanwhile, or not read before', async () => {
    const [touched, unread] = [{ isTouched: true }, { before: null }];
    expect(await found(reconcile, { after: done, ...touched })).toStrictEqual(undecidable(done, TOUCHED));
    expect(await found(reconcile, { after: done, ...unread })).toStrictEqual(undecidable(done, NOT_READ));
    expect(await found(reconcile, { after: done, ...touched, ...unread })).toStrictEqual(
      undecidable(done, NOT_READ),
    );
  });
});

it('the last use of a card took place where it is used up now', async () => {
  const finding = await found(reconcileUseEntry, { before: card(4, 5), after: 'card_exhausted' });
  const reason = expect.stringContaining('exactly one use was left');
  const evidence = { after: 'card_exhausted', reason };
  expect(finding).toStrictEqual({ verdict: 'committed', settlement: { state: 'completed', evidence } });
});

it('a card that was refused before says something of a recharge, and nothing of a use', async () => {
  const told = { before: 'card_exhausted', after: card(5, 8) };
  expect(await found(reconcileRechargeEntry, told)).toMatchObject({ verdict: 'committed' });
  expect(await found(reconcileUseEntry, told)).toStrictEqual(undecidable(card(5, 8), NOT_READ));
});

describe('a lost deletion', () => {
  it('took place where the card is gone, whoever did it', async () => {
    const evidence = { after: 'not_found' };
    expect(await found(reconcileDeletionEntry, { after: 'not_found' })).toMatchObject({
      verdict: 'committed',
      settlement: { state: 'completed', reference: 'A', result: { card: { used_count: 1 } }, evidence },
    });
  });

  it.each(['card_expired', card(1, 5)] as const)('did not where it is there: %j', async (after) => {
    const finding = await found(reconcileDeletionEntry, { after });
    expect(finding).toStrictEqual({ verdict: 'not_committed', evidence: { after } });
  });
});

describe('a lost batch', () => {
  function row(code: string, remark: string | null): CardRow {
    const raw = { code, card_type: null, status: null, remark };
    return { ...raw, used: null, card: null, raw };
  }
  const MINE = 'the mark #1 for Ann';

  async function issued(rows: readonly CardRow[], request: object, evidence: object) {
    const asked: unknown[] = [];
    const cards = madeCards({
      async *iterateQuery(...args) {
        asked.push(...args);
        yield* rows;
      },
    });
    const parts = madeParts({ parts: { cards } });
    const entry = madeEntry({ request: { ...request }, evidence: { ...evidence } });
    const context = { parts, signal, isTouchedByOthers: async () => false };
    const finding = await reconcileIssueEntry(entry, context);
    expect(parts.timing.now()).toBe(START + 5_000);
    expect(asked).toStrictEqual([{}, { signal }]);
    expect(asked[1]).toHaveProperty('signal', signal);
    return finding;
  }

  it.each([
    ['by its mark', { token: '#1', remark: '#1 for Bob' }],
    ['by its remark where it has none', { remark: 'for Ann' }],
  ])('took place where as many cards are found %s', async (_, evidence) => {
    const rows = [row('A', MINE), row('B', MINE), row('C', null)];
    expect(await issued(rows, { count: 2 }, evidence)).toStrictEqual({
      verdict: 'committed',
      settlement: {
        ...{ state: 'completed', result: { codes: ['A', 'B'] }, delivered: 2 },
        evidence: { codes: ['A', 'B'], reason: expect.stringContaining('as many') },
      },
    });
  });

  it('is of one card where it does not say', async () => {
    expect(await issued([row('A', MINE)], {}, { token: '#1' })).toMatchObject({ verdict: 'committed' });
  });

  it.each([
    ['none is found', [], []],
    ['only others are found', [row('C', 'else')], []],
    ['fewer are found', [row('A', MINE)], ['A']],
  ])('proves nothing where %s', async (_, rows, codes) => {
    expect(await issued(rows, { count: 2 }, { token: '#1' })).toStrictEqual({
      ...{ verdict: 'undecidable', evidence: { codes, reason: expect.any(String) } },
      advice: expect.stringContaining(ASK),
    });
  });
});
