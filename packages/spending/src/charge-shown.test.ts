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
