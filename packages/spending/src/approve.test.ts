import { parseMoney } from '@kamikit/core';
import { describe, expect, it } from 'vitest';
import { quoteOf } from './index.ts';
import { KINDS, openDealings } from './testing/open-dealings.ts';
import { charges, openShop, PURCHASE, TRADE } from './testing/open-shop.ts';
import { ONE, openVendor } from './testing/open-vendor.ts';

const OWNER = { idempotencyKey: 'k', approval: 'owner' } as const;
const YES = { by: 'page' };

/** A purchase of the vendor's one good at 10 yuan that waits, and what the vendor shows of it later. */
async function asked(...later: Parameters<typeof openVendor>) {
  const vendor = await openVendor(10, ...later);
  const { id } = await vendor.spender.purchase(ONE, OWNER);
  return { ...vendor, id };
}

const good = { sub_id: 1, sub_name: null, price: 10, stock: 9 };

describe('a dealing that its owner has to allow', () => {
  it.each(KINDS)(
    '(%s) waits with its quote, is done once on a yes, and stands under its key',
    async (kind) => {
      const { run, done, spender, ledger, sandbox } = await openDealings();
      const waiting = await run[kind](OWNER);
      expect(waiting).toMatchObject({ state: 'awaiting_approval', sent_at: null, notice: null });
      expect(quoteOf(waiting)).toMatchObject({ kind, account: waiting.evidence.account });
      expect(done[kind]()).toBe(0);
      const { id } = waiting;
      const { state } = await spender.approve(id, YES);
      expect(['completed', 'pending']).toContain(state);
      const asked = sandbox.state().requests.length;
      expect(await spender.approve(id, YES)).toMatchObject({ id, state });
      expect(await run[kind](OWNER)).toMatchObject({ id, state, decided_by: 'page' });
      expect(sandbox.state().requests).toHaveLength(asked);
      expect(done[kind]()).toBe(1);
      expect(await ledger.verify()).toEqual([]);
    },
  );

  it('(delete_card) waits too, and deletes nothing before', async () => {
    const { spender, cards, code } = await openDealings();
    const waiting = await spender.delete({ code }, OWNER);
    const { id } = waiting;
    expect(quoteOf(waiting)).toMatchObject({ kind: 'delete_card', code });
    expect(await cards.read(code)).toMatchObject({ code });
    expect(await spender.approve(id, YES)).toMatchObject({ state: 'completed', reference: code });
    expect(await cards.read(code)).toBe('not_found');
  });

  it('shows what is asked: goods, price, account, balance and what the budget leaves', async () => {
    const { spender, storefront } = await openShop({ ledger: { dailyBudget: parseMoney(80) } });
    expect(quoteOf(await spender.purchase(PURCHASE, OWNER))).toMatchObject({
      ...{ kind: 'purchase', name: '腾讯视频VIP会员', specification: '月卡', quantity: 2 },
      ...{ unit_price: '25', total: '50', upstream: 'storefront', account: storefront.account },
      ...{ balance: expect.any(String), budget: { left_today: '80' } },
    });
  });

  it('with nobody to ask is sent at once where a mandate covers it, and names that', async () => {
    const shop = await openShop();
    const { spender, ledger, storefront } = shop;
    const terms = { max_order: parseMoney(50), goods: ['1'], account: storefront.account };
    const { id } = await ledger.addMandate(terms, 'command line');
    expect(await spender.purchase(PURCHASE, OWNER)).toMatchObject({ state: 'pending', mandate: id });
    const other = { ...OWNER, idempotencyKey: 'other', again: true };
    expect(await spender.purchase({ ...PURCHASE, quantity: 3, max_total: 75 }, other)).toMatchObject({
      ...{ state: 'awaiting_approval', mandate: null },
    });
    expect(charges(shop)).toBe(1);
  });

  it('is not asked about at all after a no of `confirm`', async () => {
    const { spender, ledger } = await openShop();
    await expect(spender.purchase(PURCHASE, { ...OWNER, confirm: () => false })).rejects.toMatchObject({
      code: 'declined',
    });
    expect((await ledger.list()).total).toBe(0);
    expect(await spender.purchase(PURCHASE, { ...OWNER, confirm: () => true })).toMatchObject({
      state: 'awaiting_approval',
    });
  });

  it('is never sent after a no', async () => {
    const shop = await openShop();
    const { id } = await shop.spender.purchase(PURCHASE, OWNER);
    expect(await shop.spender.decline(id, { by: 'page', reason: 'not now' })).toMatchObject({
      state: 'refused',
    });
    expect(await shop.spender.approve(id, YES)).toMatchObject({ state: 'refused' });
    await expect(shop.spender.purchase(PURCHASE, OWNER)).rejects.toMatchObject({ code: 'declined' });
    expect(charges(shop)).toBe(0);
  });

  it('is never sent when its time is over', async () => {
    const shop = await openShop();
    const { id } = await shop.spender.purchase(PURCHASE, OWNER);
    await shop.pass(15 * 60_000);
    expect(await shop.spender.approve(id, YES)).toMatchObject({
      ...{ state: 'refused', error: { code: 'timeout' } },
    });
    expect(charges(shop)).toBe(0);
  });

  it('is sent once by all who say yes at the same moment, with spenders of their own', async () => {
    const shop = await openShop();
    const { id } = await shop.spender.purchase(PURCHASE, OWNER);
    const spenders = [shop.spender, shop.spenderWith({}), shop.spenderWith({})];
    const told = await Promise.all([...spenders, ...spenders].map((spender) => spender.approve(id, YES)));
    expect(new Set(told.map((entry) => entry.id))).toEqual(new Set([id]));
    expect(told.map(({ notice }) => notice)).toEqual(told.map(() => null));
    expect(await shop.ledger.get(id)).toMatchObject({ state: 'pending' });
    expect(charges(shop)).toBe(1);
  });
});

describe('what is approved is exactly what was quoted', () => {
  it('a price that fell is paid, and what was agreed stays the most', async () => {
    const { spender, bought, id, ledger } = await asked(8);
    expect(await spender.approve(id, YES)).toMatchObject({ state: 'pending', agreed: '10', amount: '10' });
    expect(bought).toHaveLength(1);
    expect(await ledger.budget()).toMatchObject({ spent_today: '10' });
  });

  it.each([
    ['the price rose, though not above max_total', 11, 'price_changed'],
    ['the price rose above max_total', 51, 'price_changed'],
    ['another specification has the number', [{ ...good, sub_name: '年卡' }], 'price_changed'],
    ['another good has the number', { goods_name: '另一个商品', price: 10 }, 'price_changed'],
    ['the specification is gone', [{ ...good, sub_id: 2 }], 'not_found'],
    ['it is sold out', [{ ...good, stock: 0 }], 'out_of_stock'],
  ] as const)('where %s it is void, and nothing is sent', async (_, later, code) => {
    const { spender, bought, id, ledger } = await asked(later);
    expect(await spender.approve(id, YES)).toMatchObject({
      ...{ state: 'refused', never_sent: false, decided_by: null, error: { code } },
    });
    expect(await spender.approve(id, YES)).toMatchObject({ state: 'refused' });
    await expect(spender.purchase(ONE, OWNER)).rejects.toMatchObject({ code, outcome: 'not_committed' });
    expect(bought).toEqual([]);
    expect(await ledger.budget()).toMatchObject({ spent_today: '0' });
  });

  it('with another account it is void, and that account is not even asked', async () => {
    const shop = await openShop();
    const { id } = await shop.spender.purchase(PURCHASE, OWNER);
    const other = await openShop({ sandbox: { seed: 2 } });
    const elsewhere = shop.spenderWith({ storefront: other.storefront });
    expect(await elsewhere.approve(id, YES)).toMatchObject({
      ...{ state: 'refused', error: { code: 'price_changed' } },
    });
    expect([charges(shop), other.requests()]).toEqual([0, 0]);
  });

  it.each([
    ['would be posted otherwise', { fields: { region: 'elsewhere' } }],
    ['cost less in all', { total: parseMoney(13) }],
    ['cost less apiece', { unit_price: parseMoney(13) }],
  ])('a trade that %s when it was quoted is void', async (_, quoted) => {
    const shop = await openShop();
    const { id } = await shop.spender.trade(TRADE, OWNER);
    const read = shop.ledger.get;
    const agreed = 'total' in quoted ? { agreed: quoted.total } : {};
    shop.ledger.get = async (wanted) => {
      const entry = await read(wanted);
      return entry && { ...entry, ...agreed, quote: { ...entry.quote, ...quoted } };
    };
    expect(await shop.spender.approve(id, YES)).toMatchObject({ error: { code: 'price_changed' } });
    expect(shop.sandbox.state().supplier.charges).toEqual([]);
  });

  it('of a trade the number on record is the one that is sent', async () => {
    const { spender, sandbox } = await openShop();
    const { id, reference } = await spender.trade(TRADE, OWNER);
    await spender.approve(id, YES);
    expect(JSON.stringify(sandbox.state().supplier)).toContain(reference);
  });
});

describe('a yes that cannot be carried out for now leaves it waiting', () => {
  it('where the shop cannot be asked for its price', async () => {
    const shop = await openShop();
    const { id } = await shop.spender.purchase(PURCHASE, OWNER);
    shop.sandbox.addFault({ upstream: 'storefront', operation: 'get_stock', kind: 'reset_before', times: 4 });
    await expect(shop.spender.approve(id, YES)).rejects.toMatchObject({
      ...{ code: 'unreachable', outcome: 'not_committed', neverSent: true },
    });
    expect(await shop.ledger.get(id)).toMatchObject({ state: 'awaiting_approval', decided_by: null });
    expect(await shop.spender.approve(id, YES)).toMatchObject({ state: 'pending' });
    expect(charges(shop)).toBe(1);
  });

  it('where whoever said it went away before it was sent', async () => {
    const shop = await openShop();
    const { id } = await shop.spender.purchase(PURCHASE, OWNER);
    const gone = shop.spender.approve(id, { ...YES, signal: AbortSignal.abort() });
    await expect(gone).rejects.toMatchObject({ code: 'cancelled', neverSent: true });
    expect(await shop.ledger.get(id)).toMatchObject({ state: 'awaiting_approval' });
  });

  it('where all spending is stopped', async () => {
    const shop = await openShop();
    const { id } = await shop.spender.purchase(PURCHASE, OWNER);
    await shop.ledger.stop('page');
    await expect(shop.spender.approve(id, YES)).rejects.toMatchObject({ code: 'suspended' });
    await shop.ledger.liftSuspensions();
    expect(await shop.spender.approve(id, YES)).toMatchObject({ state: 'pending' });
    expect(charges(shop)).toBe(1);
  });

  it('where there is no such entry, it says so', async () => {
    const { spender } = await openShop();
    for (const decide of [spender.approve, spender.decline])
      await expect(decide('none', YES)).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('what became of it', () => {
  it('a refusal of the shop is told by the entry, and uses its key up', async () => {
    const shop = await openShop();
    const { id } = await shop.spender.purchase(PURCHASE, OWNER);
    shop.sandbox.addFault({ upstream: 'storefront', operation: 'purchase', kind: 'status', status: 422 });
    expect(await shop.spender.approve(id, YES)).toMatchObject({
      ...{ state: 'refused', never_sent: false, error: { code: 'invalid_request' } },
    });
    await expect(shop.spender.purchase(PURCHASE, OWNER)).rejects.toMatchObject({ code: 'invalid_request' });
  });

  it.each(['reset_before', 'reset_after'] as const)(
    'a lost answer (%s) is cleared up by the readings of the yes, whatever was bought while it waited',
    async (kind) => {
      const shop = await openShop();
      const { id } = await shop.spender.purchase(PURCHASE, OWNER);
      await shop.pass(60_000);
      await shop.spender.purchase(PURCHASE, { idempotencyKey: 'meanwhile', again: true });
      await shop.pass(5 * 60_000);
      shop.sandbox.addFault({ upstream: 'storefront', operation: 'purchase', kind });
      expect(await shop.spender.approve(id, YES)).toMatchObject({ state: 'unknown' });
      await shop.pass(3_600_000);
      const { state } = await shop.spender.reconcile(id);
      expect(state).toBe(kind === 'reset_after' ? 'pending' : 'refused');
    },
  );

  it('an overcharge is found out although something waits', async () => {
    const { spender, ledger, buy } = await openVendor(10, 10);
    await spender.purchase(ONE, OWNER);
    const id = await buy('other', { charged: 15, answer: { status: 4 } });
    expect(await ledger.get(id)).toMatchObject({ charged: '15', overcharged: true });
  });

  it('is no overcharge of another purchase that it explains', async () => {
    const { spender, ledger, buy, pass, account } = await openVendor(10, 10, 10);
    const { id } = await spender.purchase(ONE, OWNER);
    await pass(5 * 60_000);
    const real = ledger.execute;
    // It is approved while the other purchase is under way, after the account was read for that.
    ledger.execute = (wish, send) =>
      real(wish, async (entry) => {
        await spender.approve(id, YES);
        account.balance -= 10;
        return send(entry);
      });
    await buy('other', { charged: 10, answer: { status: 4 } });
    expect(await ledger.suspensions()).toEqual([]);
  });
});
