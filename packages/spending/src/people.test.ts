import { parseMoney } from '@kamikit/core';
import type { Person, Role } from '@kamikit/ledger';
import { describe, expect, it } from 'vitest';
import type { Spender } from './index.ts';
import { openDealings } from './testing/open-dealings.ts';
import { openShop, PURCHASE, TRADE } from './testing/open-shop.ts';

/** Alice and Bob, who buy, a viewer and an owner, at one shop. */
async function shared() {
  const shop = await openDealings({ sandbox: { orderDelayMs: 60_000 } });
  const hands = async (name: string, role: Role): Promise<Spender> => {
    const person: Person = { name, role, daily_budget: null, max_order: null };
    await shop.ledger.addPerson(person, 'test');
    return shop.spender.as(person);
  };
  const alice = await hands('alice', 'buyer');
  const bob = await hands('bob', 'buyer');
  return {
    ...shop,
    alice,
    bob,
    viewer: await hands('viewer', 'viewer'),
    owner: await hands('owner', 'owner'),
  };
}

const NOT_FOUND = { code: 'not_found' };

describe('an entry of somebody else', () => {
  it('is not there for whoever buys, by its id', async () => {
    const { alice, bob, ledger } = await shared();
    const { id } = await alice.purchase(PURCHASE, { idempotencyKey: 'k' });
    const before = await ledger.get(id);
    for (const ask of [
      () => bob.follow(id),
      () => bob.reconcile(id),
      () => bob.markCards(id),
      () => bob.settleByOwner(id, 'failed'),
      () => bob.awaitDecision(id, { maxWaitMs: 0 }),
      () => bob.approve(id, { by: 'bob' }),
    ])
      await expect(ask()).rejects.toMatchObject(NOT_FOUND);
    expect(await ledger.get(id)).toEqual(before);
    expect(await alice.follow(id)).toMatchObject({ state: 'completed', person: 'alice' });
  });

  it('is not there by its number either, and the shop is not asked for it', async () => {
    const { alice, bob, sandbox } = await shared();
    const { reference } = await alice.purchase(PURCHASE, { idempotencyKey: 'k' });
    const trade = await alice.trade(TRADE, { idempotencyKey: 't' });
    const asked = sandbox.state().requests.length;
    await expect(bob.followOrder(reference ?? '')).rejects.toMatchObject(NOT_FOUND);
    await expect(bob.followTrade(trade.reference ?? '')).rejects.toMatchObject(NOT_FOUND);
    expect(await bob.followOrders([reference ?? ''])).toMatchObject([{ reason: NOT_FOUND }]);
    expect(sandbox.state().requests.length).toBe(asked);
    expect(await alice.followOrder(reference ?? '')).toMatchObject({ settlement: { state: 'completed' } });
  });

  it('is none that whoever buys may ask for, where no ledger knows it', async () => {
    const { bob, storefront, viewer } = await shared();
    const { order_sn } = await storefront.purchaseAsync({ goods_id: 1, sub_id: 11, quantity: 1 });
    await expect(bob.followOrder(order_sn)).rejects.toMatchObject(NOT_FOUND);
    expect(await viewer.followOrder(order_sn)).toMatchObject({ settlement: { state: 'completed' } });
  });

  it('is there for owners, and for those who only look', async () => {
    const { alice, owner, viewer } = await shared();
    const { id } = await alice.purchase(PURCHASE, { idempotencyKey: 'k' });
    expect(await viewer.follow(id)).toMatchObject({ state: 'completed', notice: null });
    expect(await owner.markCards(id)).toMatchObject({ used: [1, 2] });
  });
});

it.each(['purchase', 'supplier_trade', 'use_card', 'recharge_card', 'generate_cards'] as const)(
  'whoever only looks sends no %s',
  async (kind) => {
    const { viewer, sent, spender: _, code } = await shared();
    const before = sent(kind);
    const key = { idempotencyKey: 'k' };
    const tried = {
      purchase: () => viewer.purchase(PURCHASE, key),
      supplier_trade: () => viewer.trade(TRADE, key),
      use_card: () => viewer.use({ code }, key),
      recharge_card: () => viewer.recharge({ code, amount: 3 }, key),
      generate_cards: () => viewer.issue({ card_type: 'count', uses: 2, count: 2 }, key),
    };
    await expect(tried[kind]()).rejects.toMatchObject({ code: 'read_only' });
    expect(sent(kind)).toBe(before);
  },
);

it('the same key of two people buys for each, and a question is asked with the limits of whoever is asked', async () => {
  const { sandbox, ledger, spender } = await openShop();
  const limited: Person = { name: 'alice', role: 'buyer', daily_budget: parseMoney(60), max_order: null };
  await ledger.addPerson(limited, 'test');
  await ledger.addPerson({ ...limited, name: 'bob', daily_budget: null }, 'test');
  const asked: unknown[] = [];
  const confirm = async ({ budget }: { budget: unknown }) => asked.push(budget) > 0;
  for (const name of ['alice', 'bob'])
    await spender.as({ ...limited, name }).purchase(PURCHASE, { idempotencyKey: 'k', confirm });
  expect(sandbox.state().storefront.charges).toHaveLength(2);
  expect(asked).toMatchObject([{ daily_budget: '60' }, { daily_budget: null }]);
});

it('what became of a lost purchase is proved by what everybody bought, whoever asks', async () => {
  const { alice, bob, lose, ledger, pass, done } = await shared();
  lose('purchase', 'reset_after');
  await alice.purchase(PURCHASE, { idempotencyKey: 'lost' }).catch(() => {});
  await bob.purchase(PURCHASE, { idempotencyKey: 'other' });
  await pass(24 * 60 * 60_000);
  const entry = await ledger.find('purchase', 'lost', 'alice');
  expect(done.purchase()).toBe(2);
  expect((await alice.reconcile(entry?.id ?? '')).state).not.toBe('refused');
});
