import type { LedgerEntry } from '@kamikit/ledger';
import { describe, expect, it } from 'vitest';
import { lostSince } from './charge-shown.ts';
import { at, madeEntry, madeParts, yuan } from './testing/made-ledger.ts';

const MINUTE = 60;
const A_DAY = 86_400;

/** Another entry of four yuan that was sent and answered so many seconds after the account was read for the one that is asked about. */
function other(seconds: number, changes: Partial<LedgerEntry> = {}): LedgerEntry {
  const times = { created_at: at(seconds), sent_at: at(seconds), updated_at: at(seconds + 1) };
  return madeEntry({ id: 'o', state: 'completed', amount: yuan(4), ...times, ...changes });
}

/** Of ten yuan that are missing, those that the others may have taken, and those that they took for sure. */
async function explained(told: Parameters<typeof madeParts>[0], entry = madeEntry()) {
  const parts = madeParts(told);
  const loss = await lostSince({ balance: async () => yuan(90) }, entry, parts);
  if (loss === 'unread') return expect.fail('it was read');
  return {
    ...{ mayBe: 10 - Number(loss?.lost), surely: 10 - Number(loss?.unexplained) },
    ...{ isAnotherUnderWay: loss?.isAnotherUnderWay, pages: parts.pages },
  };
}

describe('what another entry may have taken', () => {
  it.each([
    ['completed', 4, 4, false],
    ['pending', 4, 4, false],
    ['failed', 4, 4, false],
    ['refunded', 4, 0, true],
    ['unknown', 4, 0, false],
    ['sent', 4, 0, true],
    ['prepared', 4, 0, true],
    ['refused', 0, 0, false],
    ['awaiting_approval', 0, 0, false],
  ] as const)(
    'that is %s is %d at most, and %d for sure',
    async (state, mayBe, surely, isAnotherUnderWay) => {
      const told = { others: [other(10, { state })] };
      expect(await explained(told)).toMatchObject({ mayBe, surely, isAnotherUnderWay });
    },
  );

  it('is added up, and one that is under way is remembered', async () => {
    const others = [other(9, { id: 'p', state: 'sent' }), other(10), other(11, { id: 'q', amount: yuan(5) })];
    expect(await explained({ others })).toMatchObject({ mayBe: 13, surely: 9, isAnotherUnderWay: true });
  });

  it.each([
    ['of another account', { evidence: { account: 'another' } }],
    ['that costs nothing', { amount: null }],
  ])('%s is nothing', async (_, changes) => {
    const told = { others: [other(10, { state: 'sent', ...changes })] };
    expect(await explained(told)).toMatchObject({ mayBe: 0, surely: 0, isAnotherUnderWay: false });
  });

  it('is nothing of what it was itself', async () => {
    expect(await explained({ others: [madeEntry({ state: 'sent' })] })).toMatchObject({ mayBe: 0 });
  });
});

describe('what was answered', () => {
  it.each([
    ['before the account was read explains nothing for sure', -1, 0],
    ['in the second in which it was read does', 0, 4],
    ['later does', 1, 4],
  ])('%s', async (_, seconds, surely) => {
    const told = { others: [other(-10, { updated_at: at(seconds) })] };
    expect(await explained(told)).toMatchObject({ mayBe: 4, surely });
  });

  it('before the account was read, by a clock that jumped, explains it where it was under way by the order of events', async () => {
    const told = { others: [other(-10)], changed: ['o'], underWay: ['o'] };
    expect(await explained(told)).toMatchObject({ mayBe: 4, surely: 4 });
  });

  it.each([
    ['more was there before it', '101', 0],
    ['as much was', '100', 4],
    ['less was', '99', 4],
    ['nobody knows', null, 4],
  ])(
    'explains it for sure unless the account shows that it was charged before: %s',
    async (_, before, surely) => {
      const told = { others: [other(10, { evidence: { balance_before: before } })] };
      expect(await explained(told)).toMatchObject({ mayBe: 4, surely });
    },
  );
});

describe('what was sent more than a minute before the account was read', () => {
  it.each([
    [-MINUTE, 4],
    [-MINUTE - 1, 0],
  ])('(%d s) took its money before that', async (seconds, mayBe) => {
    expect(await explained({ others: [other(seconds)] })).toMatchObject({ mayBe });
  });

  it('is told by when it was sent, or was written down where that is not known', async () => {
    const approved = other(-A_DAY, { sent_at: at(10), updated_at: at(11) });
    const never = other(-A_DAY, { sent_at: null });
    expect(await explained({ others: [approved] })).toMatchObject({ mayBe: 4 });
    expect(await explained({ others: [never] })).toMatchObject({ mayBe: 0 });
  });

  it.each(['sent', 'unknown'] as const)('may still take it where it is %s', async (state) => {
    expect(await explained({ others: [other(-A_DAY, { state })] })).toMatchObject({ mayBe: 4, surely: 0 });
  });

  it('may have taken it since where it changed by the order of events, and did where it was under way', async () => {
    const others = [other(-A_DAY)];
    expect(await explained({ others, changed: ['o'] })).toMatchObject({ mayBe: 4, surely: 0 });
    const told = { others, changed: ['o'], underWay: ['o'] };
    expect(await explained(told)).toMatchObject({ mayBe: 4, surely: 4 });
  });

  it('did not where the account shows its charge', async () => {
    const others = [other(-A_DAY, { state: 'unknown', evidence: { balance_before: '104' } })];
    expect(await explained({ others, changed: ['o'] })).toMatchObject({ mayBe: 0 });
  });
});

describe('the ledger is read', () => {
  const many = (count: number, seconds: number) =>
    Array.from({ length: count }, (_, number) =>
      other(seconds, { id: `${seconds}/${number}`, amount: yuan(1) }),
    );
  /** Once before the account is read, and once after it. */
  const twice = (pages: readonly number[]) => [...pages, ...pages];

  it.each([
    [99, [1]],
    [100, [1, 2]],
    [101, [1, 2]],
    [201, [1, 2, 3]],
  ])('to its end: %d entries', async (count, pages) => {
    expect(await explained({ others: many(count, 10) })).toMatchObject({ mayBe: count, pages: twice(pages) });
  });

  it.each([
    ['no further than a quarter of an hour and a minute back', -16 * MINUTE - 1, [1]],
    ['that far', -16 * MINUTE, [1, 2]],
  ])('%s', async (_, seconds, pages) => {
    const others = [...many(99, 10), other(seconds, { amount: yuan(1) }), ...many(1, 9)];
    const mayBe = pages.length === 1 ? 99 : 100;
    expect(await explained({ others })).toMatchObject({ mayBe, pages: twice(pages) });
  });

  it('to the end of the page on which one is older', async () => {
    const others = [other(-A_DAY), ...many(3, 10)];
    expect(await explained({ others })).toMatchObject({ mayBe: 3 });
  });

  it('also for those that changed since and are on no page that was read, once each', async () => {
    const elsewhere = [other(-A_DAY)];
    const told = { others: many(2, 10), elsewhere, changed: ['o', 'gone', '10/0'] };
    expect(await explained(told)).toMatchObject({ mayBe: 6 });
  });

  it('where one of those shows in the account already, without it', async () => {
    const elsewhere = [other(-A_DAY, { evidence: { balance_before: '104' } })];
    expect(await explained({ elsewhere, changed: ['o'] })).toMatchObject({ mayBe: 0 });
  });
});

it('an entry that does not say when the account was read has it read as it was written down', async () => {
  const entry = madeEntry({ evidence: { read_at: null } });
  expect(await explained({ others: [other(-MINUTE)] }, entry)).toMatchObject({ mayBe: 4, surely: 4 });
  expect(await explained({ others: [other(-MINUTE - 1)] }, entry)).toMatchObject({ mayBe: 0 });
});
