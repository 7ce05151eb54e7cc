import { formatShanghaiTime, parseMoney } from '@kamikit/core';
import { describe, expect, it } from 'vitest';
import { openVendor, type Sale } from '../testing/open-vendor.ts';

const LONG_AFTER_MS = 3_600_000;
const A_DAY = 24 * LONG_AFTER_MS;
const LOST: Sale = { charged: 0 };
const LOST_BUT_CHARGED: Sale = { charged: 10 };
const COMPLETED: Sale = { charged: 10, answer: { status: 4, actual_price: 10 } };
const PENDING: Sale = { charged: 10, answer: { status: 1, actual_price: 10 } };
const FAILED: Sale = { charged: 10, answer: { status: 5, actual_price: 10 } };
const NOT_CHARGED: Sale = { charged: 0, answer: { status: 5, actual_price: 10 } };

/** Two purchases of ten yuan each, one after the other; then all time that is needed passes. */
async function afterTwo(first: Sale, second: Sale, secondsBetween = 1) {
  const vendor = await openVendor(10, 10);
  const ids = [await vendor.buy('first', first)];
  await vendor.pass(secondsBetween * 1_000);
  ids.push(await vendor.buy('second', second));
  await vendor.pass(LONG_AFTER_MS);
  return async (index: 0 | 1) => (await vendor.spender.reconcile(ids[index] ?? '')).state;
}

describe('a lost purchase, judged by the account', () => {
  it.each([
    ['charged', LOST_BUT_CHARGED, COMPLETED, 'pending'],
    ['not charged', LOST, COMPLETED, 'refused'],
  ])('and %s, is told from a completed one of the same price after it', async (_, lost, other, state) => {
    expect(await (await afterTwo(lost, other))(0)).toBe(state);
  });

  it.each([
    ['charged', LOST_BUT_CHARGED, 'pending'],
    ['not charged', LOST, 'refused'],
  ])('and %s, is told from a completed one of the same price before it', async (_, lost, state) => {
    expect(await (await afterTwo(COMPLETED, lost))(1)).toBe(state);
    expect(await (await afterTwo(COMPLETED, lost, 70))(1)).toBe(state);
  });

  it.each([LOST_BUT_CHARGED, LOST])(
    'stays unknown when the clock was set back after a completed one before it: %j',
    async (lost) => {
      expect(await (await afterTwo(COMPLETED, lost, -23))(1)).toBe('unknown');
    },
  );

  it.each([-61, -86_400])(
    'is not told from a completed one after it as charged where the clock was set back by %d seconds in between',
    async (seconds) => {
      expect(await (await afterTwo(LOST, COMPLETED, seconds))(0)).not.toBe('pending');
    },
  );

  it.each([LOST, LOST_BUT_CHARGED])('is not told from one of another account after it: %j', async (lost) => {
    const vendor = await openVendor(10);
    const id = await vendor.buy('lost', lost);
    const wish = { kind: 'purchase', idempotencyKey: 'k', request: {}, evidence: { account: 'another' } };
    const amount = parseMoney(10);
    await vendor.ledger.execute({ ...wish, amount }, async () => ({ state: 'completed', charged: amount }));
    await vendor.pass(LONG_AFTER_MS);
    const state = lost === LOST ? 'refused' : 'pending';
    expect(await vendor.spender.reconcile(id)).toMatchObject({ state });
  });

  it.each([
    [LOST, LOST_BUT_CHARGED],
    [LOST, LOST],
    [LOST_BUT_CHARGED, LOST],
    [LOST_BUT_CHARGED, LOST_BUT_CHARGED],
  ])('stays unknown when another of the same price was lost beside it: %j, %j', async (first, second) => {
    const stateOf = await afterTwo(first, second);
    expect([await stateOf(0), await stateOf(1)]).toEqual(['unknown', 'unknown']);
  });

  it.each([PENDING, FAILED, NOT_CHARGED])(
    'stays unknown when money of %j may have come back',
    async (other) => {
      expect(await (await afterTwo(LOST_BUT_CHARGED, other))(0)).toBe('unknown');
      expect(await (await afterTwo(LOST, other))(0)).toBe('unknown');
    },
  );

  it.each([
    ['was not charged by then', 0],
    ['was charged by then', 10],
  ])('stays unknown when one that was sent in the same second %s', async (_, seen) => {
    const vendor = await openVendor(10, 10);
    const id = await vendor.buy('first', LOST);
    await vendor.buy('second', { ...COMPLETED, charged: seen });
    await vendor.pass(LONG_AFTER_MS);
    expect(await vendor.spender.reconcile(id)).toMatchObject({ state: 'unknown' });
  });

  it.each([2_000, 70_000])(
    'stays unknown when one that was under way as the account was read, sent %d ms before by the clock, may not have been charged by then',
    async (ms) => {
      const vendor = await openVendor(10, 10);
      const slow = await vendor.ledger.prepare({
        ...{ kind: 'purchase', idempotencyKey: 'slow', request: {}, amount: parseMoney(10) },
        evidence: { balance_before: '100', total_spent_before: '0' },
      });
      await vendor.ledger.markSent(slow.entry.id);
      await vendor.pass(2_000);
      // Its charge is what was read for the lost one; by its amount it could be the slow one's.
      await vendor.buy('other', COMPLETED);
      await vendor.pass(ms);
      const lost = await vendor.buy('lost', LOST);
      await vendor.pass(2_000);
      Object.assign(vendor.account, { balance: 80, total_spent: 20 });
      await vendor.ledger.settle(slow.entry.id, { state: 'completed', charged: parseMoney(10) });
      await vendor.pass(LONG_AFTER_MS);
      expect(await vendor.spender.reconcile(lost)).toMatchObject({ state: 'unknown', charged: null });
    },
  );

  describe.each([
    ['between its reading and its entry', 'read'],
    ['while the other one is under way, before its reading', 'sent'],
    ['while the other one is under way, which is answered before its entry', 'answered'],
  ])('where the clock jumps by a day %s', (_, jumpsAfter) => {
    it('is not charged with what another one cost that read the same balance', async () => {
      const vendor = await openVendor(10);
      const read = {
        account: vendor.storefrontAt('https://vendor.example/api').account,
        balance_before: '100',
        total_spent_before: '0',
      };
      const prepare = async (idempotencyKey: string, read_at: string) => {
        const wish = { kind: 'purchase', idempotencyKey, request: {}, amount: parseMoney(10) };
        return (await vendor.ledger.prepare({ ...wish, evidence: { ...read, read_at } })).entry.id;
      };
      const settleOther = () => vendor.ledger.settle(other, { state: 'completed', charged: parseMoney(10) });
      const other = await prepare('other', formatShanghaiTime(vendor.timing.now()));
      await vendor.ledger.markSent(other);
      if (jumpsAfter !== 'read') await vendor.pass(A_DAY);
      const read_at = formatShanghaiTime(vendor.timing.now());
      if (jumpsAfter === 'read') await vendor.pass(A_DAY);
      if (jumpsAfter === 'answered') await settleOther();
      const lost = await prepare('lost', read_at);
      await vendor.ledger.markSent(lost);
      if (jumpsAfter !== 'answered') await settleOther();
      Object.assign(vendor.account, { balance: 80, total_spent: 20 });
      await vendor.ledger.settle(lost, { state: 'unknown', advice: 'look' });
      await vendor.pass(LONG_AFTER_MS);
      expect(await vendor.spender.reconcile(lost)).toMatchObject({ charged: null, overcharged: false });
      expect(await vendor.ledger.suspensions()).toEqual([]);
    });
  });

  it('stays unknown when one that was sent while the account was read does not say what it read itself', async () => {
    const vendor = await openVendor(10);
    const read = { balance_before: '100', read_at: formatShanghaiTime(vendor.timing.now()) };
    const prepare = async (idempotencyKey: string, evidence: object) => {
      const wish = { kind: 'purchase', idempotencyKey, request: {}, amount: parseMoney(10) };
      const { id } = (await vendor.ledger.prepare({ ...wish, evidence: { ...evidence } })).entry;
      await vendor.ledger.markSent(id);
      return id;
    };
    await vendor.pass(2_000);
    const other = await prepare('other', {});
    await vendor.ledger.settle(other, { state: 'completed', charged: parseMoney(10) });
    await vendor.pass(2_000);
    const lost = await prepare('lost', { ...read, total_spent_before: '0' });
    Object.assign(vendor.account, { balance: 80, total_spent: 20 });
    await vendor.ledger.settle(lost, { state: 'unknown', advice: 'look' });
    await vendor.pass(LONG_AFTER_MS);
    expect(await vendor.spender.reconcile(lost)).toMatchObject({ state: 'unknown', charged: null });
  });

  it('is told from a completed one after its reading, although the clock jumped before its entry', async () => {
    const vendor = await openVendor(10);
    const read_at = formatShanghaiTime(vendor.timing.now());
    await vendor.pass(2_000);
    await vendor.buy('other', COMPLETED);
    await vendor.pass(A_DAY);
    const { entry } = await vendor.ledger.prepare({
      ...{ kind: 'purchase', idempotencyKey: 'lost', request: {}, amount: parseMoney(10) },
      evidence: { balance_before: '100', total_spent_before: '0', read_at },
    });
    await vendor.ledger.markSent(entry.id);
    Object.assign(vendor.account, { balance: 80, total_spent: 20 });
    await vendor.ledger.settle(entry.id, { state: 'unknown', advice: 'look' });
    await vendor.pass(LONG_AFTER_MS);
    expect(await vendor.spender.reconcile(entry.id)).toMatchObject({ state: 'pending', charged: '10' });
  });

  it.each([
    ['money was paid in', { balance: 120, total_spent: 0 }],
    ['less was spent than before', { balance: 105, total_spent: -5 }],
    ['what was spent is not told', { balance: 100, total_spent: null }],
  ])('stays unknown when %s', async (_, account) => {
    const vendor = await openVendor(10);
    const id = await vendor.buy('k', LOST);
    Object.assign(vendor.account, account);
    await vendor.pass(LONG_AFTER_MS);
    expect(await vendor.spender.reconcile(id)).toMatchObject({
      ...{ state: 'unknown', advice: expect.stringContaining('order list') },
    });
  });

  it('stays unknown when the account was not told before', async () => {
    const vendor = await openVendor(10);
    vendor.account.total_spent = null;
    const id = await vendor.buy('k', LOST);
    await vendor.pass(LONG_AFTER_MS);
    expect(await vendor.spender.reconcile(id)).toMatchObject({ state: 'unknown' });
  });
});

it('a clock that was set back by a day keeps nobody waiting for a day', async () => {
  const vendor = await openVendor(10);
  const id = await vendor.buy('k', LOST);
  await vendor.pass(-A_DAY);
  const before = vendor.timing.uptime();
  await vendor.spender.reconcile(id);
  expect(vendor.timing.uptime() - before).toBeLessThanOrEqual(5_000);
});

it('where more was spent than it could cost, all of that counts, and the account is suspended', async () => {
  const vendor = await openVendor(10);
  const id = await vendor.buy('k', LOST);
  Object.assign(vendor.account, { balance: 40, total_spent: 60 });
  await vendor.pass(LONG_AFTER_MS);
  expect(await vendor.spender.reconcile(id)).toMatchObject({
    ...{ state: 'unknown', agreed: '10', charged: '60', overcharged: true },
    advice: expect.stringContaining('60 yuan left the account'),
  });
  expect(await vendor.ledger.budget()).toMatchObject({ spent_today: '60' });
  expect(await vendor.ledger.suspensions()).toMatchObject([{ entry_id: id }]);
});

it.each([0, -10])('an order that is said to have cost %d frees no budget', async (actual_price) => {
  const vendor = await openVendor(10);
  await vendor.buy('k', { charged: 10, answer: { status: 4, actual_price } });
  expect(await vendor.ledger.budget()).toMatchObject({ spent_today: '10' });
});
