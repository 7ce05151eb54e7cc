import { KamikitError, type SupplierClient } from '@kamikit/core';
import type { Ledger, LedgerEntry } from '@kamikit/ledger';
import { describe, expect, it } from 'vitest';
import { approveEntry } from './approve.ts';
import { ACCOUNT, madeEntry, madeParts, yuan } from './testing/made-ledger.ts';
import { madeSku, shopOf } from './testing/made-sku.ts';

const BUDGET = { day: '2026-11-20', daily_budget: null, left_today: null, cards_left_today: null };
const QUOTE = {
  ...{ kind: 'supplier_trade', upstream: 'supplier', account: ACCOUNT, budget: BUDGET },
  ...{ name: '会员', specification: '月卡', quantity: 2, unit_price: '10', total: '19', balance: '500' },
  fields: { b: '2', a: '1' },
};
const REQUEST = { sku_id: 12, quantity: 2, max_total: '50', fields: { a: '1', b: '2' } };

/** A trade of 19 yuan that awaits its owner; a test says what its quote says otherwise. */
const waiting = (quote: object = {}, changes: Partial<LedgerEntry> = {}) =>
  madeEntry({
    ...{ state: 'awaiting_approval', request: REQUEST, agreed: yuan(19), sent_at: null },
    ...{ quote: { ...QUOTE, ...quote }, ...changes },
  });

/** What a yes comes to: the entry, what was sent, and why it became void. */
async function approved(
  entry: LedgerEntry,
  { answers = {}, isOurs = true, sku = madeSku(), wished = entry.request } = {},
) {
  const shop = shopOf(sku, answers);
  const sent: string[] = [];
  const voided: unknown[] = [];
  const words: unknown[] = [];
  const steps: Pick<Ledger, 'approve' | 'sendApproved' | 'makeVoid'> = {
    async approve(_id, word) {
      words.push(word);
      return { entry: { ...entry, state: 'prepared', request: wished }, isOurs };
    },
    async sendApproved({ id }, send) {
      if (wished !== entry.request) await send(entry);
      sent.push(id);
      return { ...entry, state: 'completed', notice: 'told' };
    },
    async makeVoid(_id, error) {
      voided.push(error);
      return { ...entry, state: 'refused' };
    },
  };
  const { supplier } = shop;
  const parts = madeParts({ elsewhere: [entry], parts: { supplier } });
  const ledger = Object.assign(await parts.ledger(), steps);
  const told = await approveEntry('e', { by: 'page' }, { ...parts, ledger: async () => ledger });
  return { told, sent, voided, words, asked: shop.asked };
}

const REFUSED = { outcome: 'not_committed', neverSent: true };
const VOID = { state: 'refused', isOurs: false, notice: null };

describe('what was quoted', () => {
  it('is sent where it is to be had, in whatever order its fields come', async () => {
    const { told, sent, voided, words } = await approved(waiting());
    expect([sent, voided]).toEqual([['e'], []]);
    expect(told).toMatchObject({ state: 'completed', isOurs: true, notice: 'told' });
    expect(words).toMatchObject([{ by: 'page', evidence: { balance_before: '500', account: ACCOUNT } }]);
  });

  it.each([
    ['cost more then', { total: '20', unit_price: '11' }, { agreed: yuan(20) }],
    ['cost as much by its quote alone', {}, { agreed: null }],
    ['did not say what one costs', { unit_price: null }, {}],
  ])('is sent where it %s', async (_, quote, changes) => {
    expect((await approved(waiting(quote, changes))).sent).toEqual(['e']);
  });

  it('is sent where nobody says any more what one costs', async () => {
    expect((await approved(waiting(), { sku: madeSku({ stock_price: null }) })).sent).toEqual(['e']);
  });

  it.each([
    ['has another name', { name: '别的' }, {}],
    ['has another specification', { specification: '年卡' }, {}],
    ['was another quantity', { quantity: 3 }, {}],
    ['would be posted otherwise', { fields: { a: '1', b: '3' } }, {}],
    ['would be posted without a field', { fields: { a: '1' } }, {}],
    ['was to be posted without any', { fields: undefined }, {}],
    ['was agreed for less', {}, { agreed: yuan(18.9) }],
    ['cost less by its quote alone', { total: '18.9' }, { agreed: null }],
    ['cost less apiece', { unit_price: '9.9' }, {}],
    ['cannot be read', { total: 'nineteen' }, {}],
    ['is of another account', {}, { evidence: { account: 'another' } }],
  ])('is void, and nothing is sent, where it %s', async (_, quote, changes) => {
    const { told, sent, voided } = await approved(waiting(quote, changes));
    expect(told).toMatchObject(VOID);
    expect([sent, voided]).toMatchObject([[], [{ ...REFUSED, code: 'price_changed' }]]);
  });

  it('of another account is not even asked about', async () => {
    const entry = waiting({}, { evidence: { account: 'another' } });
    expect((await approved(entry)).asked).toEqual([]);
  });
});

it('what was altered only while it was quoted is not sent', async () => {
  const wished = { ...REQUEST, fields: { a: '1', b: 'mine' } };
  await expect(approved(waiting(), { wished })).rejects.toMatchObject({ ...REFUSED, code: 'price_changed' });
});

describe('a shop that answers', () => {
  const failing = (error: Error): Partial<SupplierClient> => ({ findAmount: () => Promise.reject(error) });

  it.each([
    ...(['price_changed', 'out_of_stock', 'not_found', 'invalid_request'] as const),
    ...(['card_expired', 'card_exhausted'] as const),
  ])('%s makes it void', async (code) => {
    const error = new KamikitError('gone', { code, outcome: 'not_committed' });
    const { told, sent, voided } = await approved(waiting(), { answers: failing(error) });
    expect(told).toMatchObject(VOID);
    expect([sent, voided]).toMatchObject([[], [{ code }]]);
  });

  it.each(['unreachable', 'rate_limited', 'malformed_response'] as const)(
    '%s leaves it waiting',
    async (code) => {
      const error = new KamikitError('not now', { code, outcome: 'not_committed' });
      await expect(approved(waiting(), { answers: failing(error) })).rejects.toMatchObject({ code });
    },
  );
});

describe('a yes', () => {
  it('that comes second sends nothing', async () => {
    const { told, sent } = await approved(waiting(), { isOurs: false });
    expect(told).toMatchObject({ state: 'prepared', isOurs: false, notice: null });
    expect(sent).toEqual([]);
  });

  it('to what is decided changes nothing, and asks nobody', async () => {
    const { told, sent, asked } = await approved(waiting({}, { state: 'completed' }));
    expect(told).toMatchObject({ state: 'completed', isOurs: false, notice: null });
    expect([sent, asked]).toEqual([[], []]);
  });

  it('to a kind of another version is refused', async () => {
    await expect(approved(waiting({}, { kind: 'toString' }))).rejects.toMatchObject({
      code: 'invalid_request',
    });
  });
});
