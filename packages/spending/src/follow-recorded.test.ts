import type { Order, StorefrontClient } from '@kamikit/core';
import type { LedgerEntry, Person } from '@kamikit/ledger';
import { describe, expect, it } from 'vitest';
import { followEntry, followReference, isFollowed } from './follow.ts';
import { madeOrder, madeStorefront } from './testing/made-clients.ts';
import { madeEntry, madeParts, yuan } from './testing/made-ledger.ts';

const ORDERED = { goods_id: 1, sub_id: 11, quantity: 2 };
const REQUEST = { ...ORDERED, max_total: '50', mode: 'async' };
const DONE = madeOrder({ status: 4, cards: 'A', actual_price: yuan(10) });
const ANN: Person = { name: 'Ann', role: 'buyer', daily_budget: null, max_order: null };

const pending = (changes: Partial<LedgerEntry> = {}) =>
  madeEntry({ kind: 'purchase', state: 'pending', reference: 'SN', request: REQUEST, ...changes });

/** A shop that answers so about each order, and a ledger of these entries; gives what the shop is asked. */
function shopWith(others: readonly LedgerEntry[], order: Order = DONE) {
  const asked: unknown[][] = [];
  const answers: Partial<StorefrontClient> = {
    async waitForOrder(number, { onPoll, ...options } = {}) {
      onPoll?.(order, 0);
      asked.push([number, options]);
      return order;
    },
    getBalance: async () => ({ balance: yuan(40), total_spent: null, level_name: null }),
  };
  return { asked, parts: madeParts({ others, parts: { storefront: madeStorefront(answers) } }) };
}

type Shop = ReturnType<typeof shopWith>;
const follow = ({ parts }: Pick<Shop, 'parts'>, changes: object = {}, number = 'SN') =>
  followReference('purchase', number, { maxWaitMs: 0 }, { ...parts, ...changes });
const NOBODY = { entryId: null, charge: null };

describe('an order that is asked for by its number', () => {
  it('brings its entry up to date, blanks around the number aside', async () => {
    const { asked, parts } = shopWith([pending()]);
    expect(await follow({ parts }, {}, ' SN ')).toMatchObject({
      ...{ entryId: 'e', notice: null, charge: { id: 'e', state: 'completed' } },
      settlement: { state: 'completed', result: { cards: 'A' } },
    });
    expect(asked).toMatchObject([[' SN ', { maxWaitMs: 0, placed: ORDERED }]]);
    expect(parts.settled).toMatchObject([['e', { state: 'completed', charged: '10' }]]);
  });

  it('has what the account lost for its charge where nothing else tells', async () => {
    const { parts } = shopWith([pending()], madeOrder({ status: 4 }));
    await follow({ parts });
    expect(parts.settled).toMatchObject([['e', { charged: '60' }]]);
  });

  it('is told of, and recorded nowhere, where there is no entry', async () => {
    const { asked, parts } = shopWith([], madeOrder({ status: 4 }));
    const followed = await follow({ parts });
    expect(followed).toMatchObject({ ...NOBODY, notice: null, settlement: { state: 'completed' } });
    expect(followed.settlement).not.toHaveProperty('charged');
    expect(asked).toMatchObject([['SN', { placed: undefined }]]);
    expect(parts.settled).toEqual([]);
  });

  it('is not recorded in the entry of another account that has its number', async () => {
    const { asked, parts } = shopWith([pending({ evidence: { account: 'another' } })]);
    expect(await follow({ parts })).toMatchObject({
      ...{ ...NOBODY, settlement: { state: 'completed' } },
      notice: expect.stringMatching(/^Keep this answer: .*Entry e belongs to a different account/),
    });
    expect(asked).toMatchObject([['SN', { placed: undefined }]]);
    expect(parts.settled).toEqual([]);
  });

  it.each([
    [new RangeError('no disk'), 'no disk'],
    ['no words', 'no words'],
  ])('is told of with a notice where the ledger cannot be read: %s', async (reason, words) => {
    const shop = shopWith([pending()]);
    const followed = await follow(shop, { ledger: () => Promise.reject(reason) });
    const notice = `Keep this answer: the ledger could not record it. ${words}`;
    expect(followed).toStrictEqual({
      ...NOBODY,
      notice,
      settlement: expect.objectContaining({ state: 'completed' }),
    });
  });
});

describe('whoever uses it over the network', () => {
  it.each([
    ['of what is in no ledger', []],
    ['of what somebody else bought', [pending({ person: 'Bob' })]],
    ['of what the owner bought', [pending()]],
    ['of what another account bought', [pending({ person: 'Ann', evidence: { account: 'another' } })]],
  ])('to buy is told nothing %s', async (_, others) => {
    const shop = shopWith(others);
    await expect(follow(shop, { person: ANN })).rejects.toMatchObject({
      ...{ code: 'not_found', outcome: 'not_committed', message: expect.stringContaining('purchase SN') },
    });
    expect(shop.asked).toEqual([]);
  });

  it('to buy is told of their own', async () => {
    const shop = shopWith([pending({ person: 'Ann' })]);
    expect(await follow(shop, { person: ANN })).toMatchObject({ entryId: 'e' });
  });

  it('to buy is told of nothing but the failure where the ledger cannot be read', async () => {
    const shop = shopWith([pending({ person: 'Ann' })]);
    const broken = { person: ANN, ledger: () => Promise.reject(new RangeError('no disk')) };
    await expect(follow(shop, broken)).rejects.toThrow('no disk');
    expect(shop.asked).toEqual([]);
  });

  it('is told of everything where they may see all of it', async () => {
    const shop = shopWith([]);
    const person: Person = { ...ANN, role: 'viewer' };
    expect(await follow(shop, { person })).toMatchObject({ settlement: { state: 'completed' } });
  });
});

describe('an entry that is followed', () => {
  it('stands as the ledger has it then', async () => {
    const { asked, parts } = shopWith([pending()]);
    expect(await followEntry('e', { maxWaitMs: 0 }, parts)).toMatchObject({
      ...{ id: 'e', state: 'completed', result: { cards: 'A' }, notice: null },
    });
    expect(asked).toMatchObject([['SN', { maxWaitMs: 0, placed: ORDERED }]]);
  });

  it('has what the account lost for its charge where nothing else tells', async () => {
    const { parts } = shopWith([pending()], madeOrder({ status: 4 }));
    await followEntry('e', {}, parts);
    expect(parts.settled).toMatchObject([['e', { charged: '60' }]]);
  });

  it('is shown as it was told where the ledger cannot be written', async () => {
    const { parts } = shopWith([pending()]);
    const ledger = Object.assign(await parts.ledger(), {
      settle: () => Promise.reject(new RangeError('no disk')),
    });
    const told = await followEntry('e', {}, { ...parts, ledger: async () => ledger });
    expect(told).toMatchObject({
      ...{ id: 'e', kind: 'purchase', state: 'completed', result: { cards: 'A' } },
      notice: expect.stringContaining('could not record it. no disk'),
    });
  });

  it('of another account is not asked about', async () => {
    const { asked, parts } = shopWith([pending({ evidence: { account: 'another' } })]);
    await expect(followEntry('e', {}, parts)).rejects.toMatchObject({
      ...{ code: 'config_invalid', hint: 'Use the account that it was bought with.' },
    });
    expect(asked).toEqual([]);
  });

  it('is returned as it is where nobody can be asked', async () => {
    const entry = pending({ reference: null });
    const { asked, parts } = shopWith([entry]);
    expect(await followEntry('e', {}, parts)).toStrictEqual({ ...entry, notice: null });
    expect(asked).toEqual([]);
  });
});

it.each([
  ['a pending purchase', {}, true],
  ['an unknown one', { state: 'unknown' }, true],
  ['a trade', { kind: 'supplier_trade' }, true],
  ['one that is completed', { state: 'completed' }, false],
  ['one that is refused', { state: 'refused' }, false],
  ['one without a number', { reference: null }, false],
  ['a use, whose reference is a card', { kind: 'use_card' }, false],
  ['something of another version', { kind: 'toString' }, false],
] as const)('%s can be asked about by its number: %j is %s', (_, changes, can) => {
  expect(isFollowed(pending(changes))).toBe(can);
});
