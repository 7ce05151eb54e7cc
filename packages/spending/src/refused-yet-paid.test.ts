import { parseMoney } from '@kamikit/core';
import type { Settlement } from '@kamikit/ledger';
import { describe, expect, it } from 'vitest';
import { ONE, openVendor, openVendorWithin } from './testing/open-vendor.ts';
import { openWholesaler } from './testing/open-wholesaler.ts';

const BUDGET = { dailyBudget: parseMoney(15) };
const TEN = Array.from({ length: 10 }, () => 10);
const SOLD_OUT = '库存不足';
const A_DAY = 24 * 3_600_000;

describe('a storefront that takes the money and then refuses', () => {
  it('costs one order, within a budget for one', async () => {
    const { buy, ledger, account, bought } = await openVendorWithin(BUDGET, ...TEN);
    const ids = [];
    for (const key of ['a', 'b', 'c', 'd']) ids.push(await buy(key, { charged: 10, refusal: SOLD_OUT }));
    expect({ balance: account.balance, bought: bought.length }).toEqual({ balance: 90, bought: 1 });
    expect(await ledger.budget()).toMatchObject({ spent_today: '10' });
    expect(await ledger.get(ids[0] ?? '')).toMatchObject({
      ...{ state: 'unknown', amount: '10', charged: null, evidence: { balance_after_answer: '90' } },
      error: { code: 'outcome_unknown', retryable: false },
      advice: expect.stringContaining('10 yuan left the account'),
    });
  });

  it('is told as an outcome that is not known, and what is missing', async () => {
    const { spender, sell } = await openVendor(10);
    sell({ charged: 10, refusal: SOLD_OUT });
    await expect(spender.purchase(ONE, { idempotencyKey: 'k' })).rejects.toMatchObject({
      ...{ code: 'outcome_unknown', outcome: 'unknown', retryable: false, upstreamMessage: SOLD_OUT },
      message: expect.stringContaining('10 yuan left the account'),
    });
  });

  it('and takes more than it quoted is suspended', async () => {
    const { buy, ledger } = await openVendor(10, 10);
    const id = await buy('k', { charged: 50, refusal: SOLD_OUT });
    expect(await ledger.get(id)).toMatchObject({ state: 'unknown', charged: '50', overcharged: true });
    expect(await ledger.suspensions()).toMatchObject([{ entry_id: id }]);
  });

  it('does not hide behind what it sold, or left open, a moment before', async () => {
    const { buy, ledger, pass } = await openVendor(...TEN);
    await buy('sold', { charged: 10, answer: { status: 4, actual_price: 10 } });
    await buy('lost', { charged: 10 });
    await pass(1_000);
    for (const key of ['a', 'b']) {
      const id = await buy(key, { charged: 10, refusal: SOLD_OUT });
      expect(await ledger.get(id)).toMatchObject({ state: 'unknown' });
    }
    expect(await ledger.budget()).toMatchObject({ spent_today: '40' });
  });

  it('does not hide behind another that it refuses at the same time', async () => {
    const { buy, ledger } = await openVendor(...TEN);
    const sale = { charged: 10, refusal: SOLD_OUT };
    await Promise.all(['a', 'b', 'c', 'd'].map((key) => buy(key, sale)));
    const { spent_today } = await ledger.budget();
    expect(Number(spent_today)).toBeGreaterThanOrEqual(40);
  });
});

describe('a storefront that only refuses', () => {
  it('is believed, beside an order that it takes money for', async () => {
    const { buy, ledger, timing } = await openVendor(10, 10);
    const both = [
      buy('a', { charged: 0, refusal: SOLD_OUT }),
      buy('b', { charged: 10, answer: { status: 4, actual_price: 10 } }),
    ];
    // However long the other takes; which of them arrives first is refused.
    timing.sleep = async () => void (await Promise.race(both));
    const states = await Promise.all(both.map(async (id) => (await ledger.get(await id))?.state));
    expect(states.sort()).toEqual(['completed', 'refused']);
    expect(await ledger.budget()).toMatchObject({ spent_today: '10' });
  });
});

describe('a refusal beside what was sent before it was quoted', () => {
  /** One for 10 yuan, sent when the account was as it is now; what is returned answers it. */
  async function sendSlowly({ ledger, storefrontAt, account }: Awaited<ReturnType<typeof openVendor>>) {
    const mark = storefrontAt('https://vendor.example/api').account;
    const [sent, answered] = [Promise.withResolvers<void>(), Promise.withResolvers<Settlement>()];
    const evidence = { account: mark, balance_before: String(account.balance) };
    const wish = { kind: 'purchase', idempotencyKey: 'slow', request: {}, evidence };
    const slow = ledger.execute({ ...wish, amount: parseMoney(10) }, () => {
      sent.resolve();
      return answered.promise;
    });
    await sent.promise;
    return async () => {
      answered.resolve({ state: 'completed', charged: parseMoney(10) });
      await slow;
    };
  }

  it('is believed once that one says that it took what is missing', async () => {
    const vendor = await openVendor(10);
    vendor.timing.sleep = await sendSlowly(vendor);
    const id = await vendor.buy('refused', { charged: 10, refusal: SOLD_OUT });
    expect(await vendor.ledger.get(id)).toMatchObject({ state: 'refused' });
  });

  it('is not where it had been taken by then: what is missing now is for another', async () => {
    const vendor = await openVendor(10);
    vendor.timing.sleep = await sendSlowly(vendor);
    vendor.account.balance -= 10;
    const id = await vendor.buy('refused', { charged: 10, refusal: SOLD_OUT });
    expect(await vendor.ledger.get(id)).toMatchObject({ state: 'unknown' });
  });

  it('is not while that one has no answer, and whose money it was is open', async () => {
    const vendor = await openVendor(10);
    const answer = await sendSlowly(vendor);
    const id = await vendor.buy('refused', { charged: 10, refusal: SOLD_OUT });
    expect(await vendor.ledger.get(id)).toMatchObject({ state: 'unknown' });
    await answer();
  });

  it('is believed at once where nothing is missing', async () => {
    const vendor = await openVendor(10);
    const answer = await sendSlowly(vendor);
    const asked = vendor.timing.now();
    const id = await vendor.buy('refused', { charged: 0, refusal: SOLD_OUT });
    expect(await vendor.ledger.get(id)).toMatchObject({ state: 'refused' });
    expect(vendor.timing.now()).toBe(asked);
    await answer();
  });
});

it('what provably never left cost nothing, whatever else left the account meanwhile', async () => {
  const { buy, ledger } = await openVendor(10);
  const id = await buy('k', { charged: 10, isReached: false });
  expect(await ledger.get(id)).toMatchObject({ state: 'refused', never_sent: true });
});

describe('a supplier that takes the money and then refuses', () => {
  it('costs one order, within a budget for one, and its card is found', async () => {
    const shop = await openWholesaler(BUDGET);
    Object.assign(shop.sale, { charged: 10, refusal: SOLD_OUT });
    const id = await shop.buy('a');
    for (const key of ['b', 'c', 'd']) await shop.buy(key);
    expect(shop.account.balance).toBe(990);
    expect(await shop.ledger.get(id)).toMatchObject({ state: 'unknown', amount: '10' });
    expect(await shop.ledger.budget()).toMatchObject({ spent_today: '10' });
    shop.query.known = { status: 1, contents: 'A-1' };
    await shop.spender.reconcile(id);
    expect(await shop.ledger.get(id)).toMatchObject({ state: 'completed', result: { contents: 'A-1' } });
  });

  it('and knows nothing of it does not get its money forgotten', async () => {
    const shop = await openWholesaler();
    await shop.buy('before');
    await shop.pass(1_000);
    Object.assign(shop.sale, { charged: 10, refusal: SOLD_OUT });
    const id = await shop.buy('k');
    await shop.pass(A_DAY);
    expect(await shop.spender.reconcile(id)).toMatchObject({ state: 'unknown', amount: '10' });
  });

  it('does not hide behind what it has just refunded', async () => {
    const shop = await openWholesaler();
    // Taken and given back at once.
    Object.assign(shop.sale, { charged: 0, answer: { status: 3 } });
    expect(await shop.ledger.get(await shop.buy('refunded'))).toMatchObject({ state: 'refunded' });
    Object.assign(shop.sale, { charged: 10, refusal: SOLD_OUT });
    expect(await shop.ledger.get(await shop.buy())).toMatchObject({
      ...{ state: 'unknown', advice: expect.stringContaining('10 yuan left the account') },
    });
  });

  it('in words that say no reason of its own is asked for the trade at once', async () => {
    const shop = await openWholesaler();
    Object.assign(shop.sale, { charged: 10, refusal: '此操作暂不支持' });
    shop.query.known = { status: 1, contents: 'A-1' };
    const id = await shop.buy();
    expect(await shop.ledger.get(id)).toMatchObject({ state: 'completed', result: { contents: 'A-1' } });
    expect(shop.asked.filter((name) => name === 'trade' || name === 'query')).toEqual(['trade', 'query']);
  });

  it('is found out later, once it tells of the trade, where it showed no balance', async () => {
    const shop = await openWholesaler({ showsBalance: false });
    Object.assign(shop.sale, { charged: 10, refusal: SOLD_OUT });
    const id = await shop.buy();
    expect(await shop.spender.reconcile(id)).toMatchObject({ state: 'refused', advice: null });
    shop.query.known = { status: 1, contents: 'A-1' };
    expect(await shop.spender.reconcile(id)).toMatchObject({
      ...{ state: 'completed', amount: '10', result: { contents: 'A-1' } },
    });
    expect(await shop.ledger.budget()).toMatchObject({ spent_today: '10' });
  });

  it('is believed where it shows no balance', async () => {
    const shop = await openWholesaler({ showsBalance: false });
    Object.assign(shop.sale, { charged: 10, refusal: SOLD_OUT });
    expect(await shop.ledger.get(await shop.buy())).toMatchObject({ state: 'refused' });
  });
});

it('a refusal that cost nothing stands, at one more reading of the balance', async () => {
  const shop = await openWholesaler();
  Object.assign(shop.sale, { charged: 0, refusal: SOLD_OUT });
  expect(await shop.ledger.get(await shop.buy())).toMatchObject({ state: 'refused' });
  expect(shop.asked.slice(shop.asked.indexOf('trade'))).toEqual(['trade', 'connect']);
});
