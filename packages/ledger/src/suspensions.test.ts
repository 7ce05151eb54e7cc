import { type Money, parseMoney } from '@kamikit/core';
import { describe, expect, it } from 'vitest';
import type { Ledger } from './index.ts';
import { delivered, scratchLedger, upstream, wish } from './testing/scratch.ts';

const at = (account: string, idempotencyKey: string) => wish({ idempotencyKey, evidence: { account } });

/** An order for three yuan. */
async function charged(ledger: Ledger, amount: Money, account = 'shop') {
  return ledger.execute(at(account, crypto.randomUUID()), upstream({ ...delivered, charged: amount }).send);
}

describe('a charge above what was agreed', () => {
  it('marks its entry and suspends its account, and no other', async () => {
    const ledger = await scratchLedger();
    const { id, overcharged } = await charged(ledger, parseMoney('3.01'));
    expect(overcharged).toBe(true);
    expect(await ledger.suspensions()).toEqual([
      { account: 'shop', entry_id: id, since: expect.stringMatching(/\+08:00$/), by: null },
    ]);
    const shop = upstream(delivered);
    await expect(ledger.execute(at('shop', 'k'), shop.send)).rejects.toMatchObject({
      ...{ code: 'suspended', outcome: 'not_committed', neverSent: true, entryId: id },
      message: expect.stringContaining(`entry ${id} was charged more than agreed`),
    });
    expect(shop.orders).toEqual([]);
    expect(await ledger.execute(at('another', 'k'), shop.send)).toMatchObject({ state: 'completed' });
  });

  it('holds for the account by what it is called since', async () => {
    const ledger = await scratchLedger();
    await charged(ledger, parseMoney(4), 'former');
    const next = { ...at('shop', 'k'), formerAccount: 'former' };
    await expect(ledger.prepare(next)).rejects.toMatchObject({ code: 'suspended' });
    expect(await ledger.prepare(at('shop', 'k'))).toMatchObject({ existing: false });
  });

  it('is told before anybody is asked, and leaves what is known readable under its key', async () => {
    const ledger = await scratchLedger();
    const first = at('shop', 'first');
    await ledger.execute(first, upstream({ ...delivered, charged: parseMoney(4) }).send);
    await expect(ledger.assertAllowed(at('shop', 'k'))).rejects.toMatchObject({ code: 'suspended' });
    expect(await ledger.replay(first)).toMatchObject({ overcharged: true, result: delivered.result });
  });

  it('that becomes known later does so as well', async () => {
    const ledger = await scratchLedger();
    const { id } = await ledger.execute(at('shop', 'first'), upstream({ state: 'pending' }).send);
    await ledger.settle(id, { state: 'completed', charged: parseMoney(4) });
    expect(await ledger.suspensions()).toHaveLength(1);
    await ledger.settle(id, { state: 'completed', charged: parseMoney(5) });
    expect(await ledger.suspensions()).toHaveLength(1);
  });

  it.each([
    ['3', parseMoney(3)],
    ['a price with fractions of a cent', parseMoney('2.991')],
  ])('is none where it is %s', async (_, agreed) => {
    const ledger = await scratchLedger();
    const order = wish({ amount: agreed, evidence: { account: 'shop' } });
    await ledger.execute(order, upstream({ ...delivered, charged: parseMoney(3) }).send);
    expect(await ledger.suspensions()).toEqual([]);
  });
});

describe('the owner lifts a suspension', () => {
  it('of one account, or of all, until the next one', async () => {
    const ledger = await scratchLedger();
    for (const account of ['a', 'b', 'c']) await charged(ledger, parseMoney(4), account);
    expect(await ledger.liftSuspensions('a')).toMatchObject([{ account: 'a' }]);
    expect(await ledger.execute(at('a', 'k'), upstream(delivered).send)).toMatchObject({
      state: 'completed',
    });
    await expect(ledger.assertAllowed(at('b', 'k'))).rejects.toMatchObject({ code: 'suspended' });
    const [{ entry_id } = { entry_id: null }] = await ledger.suspensions();
    expect(await ledger.liftSuspensions()).toMatchObject([{ account: 'b' }, { account: 'c' }]);
    expect((await ledger.timeline(entry_id ?? '')).slice(-2)).toMatchObject([
      { action: 'account suspended', detail: { account: 'b' } },
      { action: 'account resumed', detail: { account: 'b' } },
    ]);
    await charged(ledger, parseMoney(4), 'a');
    expect(await ledger.suspensions()).toMatchObject([{ account: 'a' }]);
  });
});
