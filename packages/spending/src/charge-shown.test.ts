import { parseMoney } from '@kamikit/core';
import { describe, expect, it } from 'vitest';
import { openWholesaler } from './testing/open-wholesaler.ts';

type Shop = Awaited<ReturnType<typeof openWholesaler>>;
const A_DAY = 24 * 3_600_000;
const DELIVERED = { status: 1, contents: 'A-1' };

describe('a supplier that takes 500 yuan for 10', () => {
  it.each(['500元', '¥500.00', 'CNY 500'])('and says so as %j is believed', async (amount) => {
    const shop = await openWholesaler({ showsBalance: false });
    shop.sale.answer = { ...DELIVERED, amount };
    expect(await shop.ledger.get(await shop.buy())).toMatchObject({ charged: '500', overcharged: true });
    expect(await shop.ledger.suspensions()).toHaveLength(1);
  });

  it('and says so in other words is found out by the account', async () => {
    const shop = await openWholesaler();
    Object.assign(shop.sale, { charged: 500, answer: { ...DELIVERED, amount: 'five hundred' } });
    expect(await shop.ledger.get(await shop.buy())).toMatchObject({
      ...{ state: 'completed', charged: '500', overcharged: true },
      evidence: { charge_text: 'five hundred', balance_after_answer: '500' },
    });
  });

  it('and whose answer is lost is found out once it tells of the trade', async () => {
    const shop = await openWholesaler();
    Object.assign(shop.sale, { charged: 500, answer: null });
    shop.query.known = DELIVERED;
    const id = await shop.buy();
    await shop.spender.follow(id);
    expect(await shop.ledger.get(id)).toMatchObject({
      state: 'completed',
      charged: '500',
      overcharged: true,
    });
    expect(await shop.ledger.suspensions()).toMatchObject([{ entry_id: id }]);
  });

  it.each([
    ['its entry', (shop: Shop, id: string) => shop.spender.follow(id)],
    ['its number', (shop: Shop, _id: string, number: string) => shop.spender.followTrade(number)],
  ])('later than it answers is found out once the trade is done, by %s', async (_what, follow) => {
    const shop = await openWholesaler();
    const id = await shop.buy();
    const { reference } = (await shop.ledger.get(id)) ?? {};
    shop.account.balance -= 490;
    shop.query.known = DELIVERED;
    await follow(shop, id, reference ?? '');
    expect(await shop.ledger.get(id)).toMatchObject({
      state: 'completed',
      charged: '500',
      overcharged: true,
    });
  });

  it('and then knows nothing of it does not get its money forgotten', async () => {
    const shop = await openWholesaler();
    Object.assign(shop.sale, { charged: 500, answer: null });
    const id = await shop.buy();
    await shop.pass(A_DAY);
    expect(await shop.spender.reconcile(id)).toMatchObject({
      ...{ state: 'unknown', charged: '500', overcharged: true },
      advice: expect.stringContaining('500 yuan left the account'),
    });
  });
});

it('an agreed price that left the account of a trade that its shop does not know goes on counting', async () => {
  const shop = await openWholesaler();
  shop.sale.answer = null;
  const id = await shop.buy();
  await shop.pass(A_DAY);
  expect(await shop.spender.reconcile(id)).toMatchObject({
    ...{ state: 'unknown', charged: null, overcharged: false },
    advice: expect.stringContaining('10 yuan left the account'),
  });
});

it.each([
  ['', 0],
  [', also where the clock was set back by a day in between', -A_DAY],
])(
  'what other trades took is not taken for a charge, and what never happened is refused%s',
  async (_, ms) => {
    const shop = await openWholesaler();
    Object.assign(shop.sale, { charged: 0, answer: null });
    const id = await shop.buy('never');
    Object.assign(shop.sale, { charged: 10, answer: DELIVERED });
    await shop.pass(ms);
    for (const key of ['other', 'another']) await shop.buy(key);
    await shop.pass(2 * A_DAY);
    expect(await shop.spender.reconcile(id)).toMatchObject({ state: 'refused' });
    expect(await shop.ledger.suspensions()).toEqual([]);
  },
);

it.each([
  ['by a day makes no charge of what a trade took meanwhile that has its answer', A_DAY, true],
  ['by a day makes no charge of what a trade took meanwhile that has none', A_DAY, false],
  ['by a minute makes no charge of what a trade took meanwhile that is still under way', 70_000, false],
])('a clock that jumps %s', async (_, ms, isAnswered) => {
  const shop = await openWholesaler();
  const other = await shop.ledger.prepare({
    ...{ kind: 'supplier_trade', idempotencyKey: 'other', request: {}, amount: parseMoney(10) },
    evidence: { account: shop.mark, balance_before: '1000' },
  });
  await shop.ledger.markSent(other.entry.id);
  await shop.pass(ms);
  shop.sale.answer = null;
  const id = await shop.buy();
  shop.account.balance -= 10;
  if (isAnswered) await shop.ledger.settle(other.entry.id, { state: 'completed', charged: parseMoney(10) });
  shop.query.known = DELIVERED;
  await shop.spender.follow(id);
  expect(await shop.ledger.get(id)).toMatchObject({
    charged: null,
    overcharged: false,
    state: 'completed',
  });
});

describe('of a trade that was done long before', () => {
  /** One that is pending since a day, and took so much; then one whose answer is lost, and which took so much. */
  async function aDayApart(earlier: number, later: number) {
    const shop = await openWholesaler();
    Object.assign(shop.sale, { charged: earlier, answer: { status: 0 } });
    const first = await shop.buy('first');
    await shop.pass(A_DAY);
    Object.assign(shop.sale, { charged: later, answer: null });
    const id = await shop.buy('second');
    await shop.ledger.settle(first, { state: 'completed', charged: parseMoney(10) });
    return { shop, id };
  }

  it('the charge explains no other one, although it is delivered after that', async () => {
    const { shop, id } = await aDayApart(10, 20);
    shop.query.known = DELIVERED;
    await shop.spender.follow(id);
    expect(await shop.ledger.get(id)).toMatchObject({ charged: '20', overcharged: true });
  });

  it('which the account never showed, the charge does not let what took as much be forgotten', async () => {
    const { shop, id } = await aDayApart(0, 10);
    await shop.pass(A_DAY);
    expect(await shop.spender.reconcile(id)).toMatchObject({ state: 'unknown', overcharged: false });
  });
});
