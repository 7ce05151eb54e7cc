import { join } from 'node:path';
import { parseMoney } from '@kamikit/core';
import { describe, expect, it } from 'vitest';
import { WITHOUT_APPROVALS } from './testing/earlier-versions.ts';
import { eventsWithoutSums } from './testing/events-without-sums.ts';
import { delivered, scratchFolder, scratchLedger, upstream, wish } from './testing/scratch.ts';
import { byHand, inFilesOnly } from './testing/store.ts';

const SUSPENDED = { code: 'suspended', outcome: 'not_committed', neverSent: true };
const A_DAY = 24 * 60 * 60_000;

/** A ledger that bought under the keys `a` and `b` today, and a hand that runs SQL on its file. */
async function bought() {
  const path = join(scratchFolder(), 'ledger.db');
  const clock = { ms: Date.parse('2026-11-20T12:00:00+08:00') };
  const options = {
    path,
    integrity: { folder: scratchFolder() },
    now: () => clock.ms,
    dailyBudget: parseMoney(7),
  };
  const ledger = await scratchLedger(options);
  for (const idempotencyKey of ['a', 'b'])
    await ledger.execute(wish({ idempotencyKey, cards: 1 }), upstream(delivered).send);
  const edit = (sql: string) => byHand(path, sql);
  return { ledger, options, clock, edit };
}

describe('an entry of today that a hand changes frees no budget, until the owner accepts it:', () => {
  it.each([
    ['a smaller amount', "update entries set amount = '0.01' where idempotency_key = 'b'"],
    ['an amount that is none', "update entries set amount = 'none' where idempotency_key = 'b'"],
    ['a state that does not count', "update entries set state = 'refused' where idempotency_key = 'b'"],
    ['a refund', "update entries set refund_shown = 1 where idempotency_key = 'b'"],
    ['another day', "update entries set day = '2026-11-19' where idempotency_key = 'b'"],
    ['fewer cards', "update entries set cards = 0, amount = '0.01' where idempotency_key = 'b'"],
    ['its deletion', "delete from entries where idempotency_key = 'b'"],
  ])('%s', async (_what, sql) => {
    const { ledger, edit } = await bought();
    await edit(sql);
    const shop = upstream(delivered);
    expect(await ledger.budget()).toMatchObject({ spent_today: '6', left_today: '1', cards_today: 2 });
    await expect(ledger.execute(wish(), shop.send)).rejects.toMatchObject({ code: 'over_budget' });
    expect(shop.orders).toEqual([]);
    expect(await ledger.verify()).toHaveLength(1);
    await ledger.acceptHistory();
    expect(await ledger.execute(wish(), shop.send)).toMatchObject(delivered);
    expect(await ledger.verify()).toEqual([]);
  });

  it('also where another process settles something in between', async () => {
    const { ledger, options, edit } = await bought();
    const cheap = wish({ idempotencyKey: 'c', amount: parseMoney(1) });
    const { id } = await ledger.execute(cheap, upstream({ state: 'pending' }).send);
    await edit("update entries set amount = '1' where idempotency_key = 'b'");
    await (await scratchLedger(options)).settle(id, delivered);
    expect(await ledger.budget()).toMatchObject({ spent_today: '7', left_today: '0' });
  });
});

describe('an open entry that a hand changes before it is refused frees no more than it counted:', () => {
  it.each([
    ['a larger amount', "amount = '6'", parseMoney(1)],
    ['more cards, of what costs nothing', 'cards = 9', null],
  ])('%s', async (_what, columns, amount) => {
    const { ledger, edit } = await bought();
    const cheap = wish({ idempotencyKey: 'c', amount, cards: 1 });
    const { id } = await ledger.execute(cheap, upstream({ state: 'unknown' }).send).catch((error) => ({
      id: String(error.entryId),
    }));
    await edit(`update entries set ${columns} where id = '${id}'`);
    await ledger.settle(id, { state: 'refused' });
    const spent_today = amount === null ? '6' : '7';
    expect(await ledger.budget()).toMatchObject({ spent_today, cards_today: 3 });
  });
});

it.each([
  ['lowered', `counted = replace(counted, '"spent":"6"', '"spent":"0"')`],
  ['removed', 'counted = null'],
])('sums of the day that a hand has %s in an event suspend spending', async (_what, change) => {
  const { ledger, edit } = await bought();
  await edit(`update events set ${change} where seq = (select max(seq) from events)`);
  const shop = upstream(delivered);
  const dear = ledger.execute(wish({ amount: parseMoney(7) }), shop.send);
  await expect(dear).rejects.toMatchObject(SUSPENDED);
  expect(shop.orders).toEqual([]);
  expect((await ledger.verify()).map(({ what }) => what)).toContainEqual(
    expect.stringMatching(/^Event \d+ was altered/),
  );
});

it('an amount below zero, written by a hand for a day to come, makes no room on it', async () => {
  const { ledger, clock, edit } = await bought();
  await edit("update entries set day = '2026-11-21', amount = '-100' where idempotency_key = 'b'");
  clock.ms += A_DAY;
  await ledger.execute(wish(), upstream(delivered).send);
  expect(await ledger.budget()).toMatchObject({ spent_today: '3', left_today: '4' });
});

it('what Kamikit itself changes of entries counts as it should, on its own day', async () => {
  const { ledger, clock } = await bought();
  const one = { amount: parseMoney(0.5), cards: 1 };
  const open = await ledger.execute(
    wish({ idempotencyKey: 'c', ...one }),
    upstream({ state: 'pending' }).send,
  );
  const back = await ledger.execute(
    wish({ idempotencyKey: 'd', ...one }),
    upstream({ state: 'pending' }).send,
  );
  expect(await ledger.budget()).toMatchObject({ spent_today: '7', cards_today: 4 });
  await ledger.settle(back.id, { state: 'refunded', isRefundShown: true });
  await ledger.settle(open.id, { state: 'pending', charged: parseMoney(0.75) });
  expect(await ledger.budget()).toMatchObject({ spent_today: '6.75', cards_today: 3 });
  clock.ms += A_DAY;
  expect(await ledger.budget()).toMatchObject({ spent_today: '0', cards_today: 0 });
  await ledger.execute(wish(), upstream(delivered).send);
  await ledger.settle(open.id, { state: 'completed', charged: parseMoney(1) });
  expect(await ledger.budget()).toMatchObject({ spent_today: '3', cards_today: 0 });
  // A clock that goes back counts that day's entries themselves.
  clock.ms -= A_DAY;
  expect(await ledger.budget()).toMatchObject({ spent_today: '7', cards_today: 3 });
});

describe('the key of an entry of an earlier day buys nothing again without the owner’s word, once a hand', () => {
  it.each([
    ['has deleted it', "delete from entries where idempotency_key = 'b'"],
    ['has given it another key', "update entries set idempotency_key = 'z' where idempotency_key = 'b'"],
    ['has made it another kind', "update entries set kind = 'use_card' where idempotency_key = 'b'"],
  ])('%s', async (_what, sql) => {
    const { ledger, clock, edit } = await bought();
    const { id = '' } = (await ledger.find('purchase', 'b')) ?? {};
    clock.ms += A_DAY;
    await ledger.execute(wish({ idempotencyKey: 'later', amount: parseMoney(1) }), upstream(delivered).send);
    await edit(sql);
    const shop = upstream(delivered);
    const again = wish({ idempotencyKey: 'b', cards: 1 });
    const told = { ...SUSPENDED, entryId: id, message: expect.stringContaining('was used before') };
    await expect(ledger.execute(again, shop.send)).rejects.toMatchObject(told);
    expect(shop.orders).toEqual([]);
    expect(
      await ledger.execute(wish({ idempotencyKey: 'other', amount: parseMoney(1) }), shop.send),
    ).toMatchObject(delivered);
    await ledger.acceptHistory();
    expect(await ledger.execute(again, shop.send)).toMatchObject(delivered);
    expect(await ledger.verify()).toEqual([]);
  });

  it('has deleted it and written that the owner accepted so', async () => {
    const { ledger, clock, edit } = await bought();
    const { id = '' } = (await ledger.find('purchase', 'b')) ?? {};
    await ledger.acceptHistory();
    clock.ms += A_DAY;
    await ledger.execute(wish({ idempotencyKey: 'later', amount: parseMoney(1) }), upstream(delivered).send);
    await edit("delete from entries where idempotency_key = 'b'");
    const detail = JSON.stringify({ doubt: null, accepted: [`deleted ${id} 1`] });
    await edit(`update events set detail = '${detail}' where action = 'history accepted'`);
    const again = ledger.execute(wish({ idempotencyKey: 'b', cards: 1 }), upstream(delivered).send);
    await expect(again).rejects.toMatchObject({ ...SUSPENDED, entryId: id });
  });

  inFilesOnly('has deleted it from a ledger of an earlier version', async () => {
    const { ledger, options, clock, edit } = await bought();
    await ledger.close();
    eventsWithoutSums(options);
    await edit(`${WITHOUT_APPROVALS}; pragma user_version = 6`);
    const upgraded = await scratchLedger(options);
    expect(await upgraded.doubt()).toBeNull();
    expect(await upgraded.verify()).toEqual([]);
    clock.ms += A_DAY;
    await upgraded.execute(
      wish({ idempotencyKey: 'later', amount: parseMoney(1) }),
      upstream(delivered).send,
    );
    await edit("delete from entries where idempotency_key = 'b'");
    const again = upgraded.execute(wish({ idempotencyKey: 'b', cards: 1 }), upstream(delivered).send);
    const message = expect.stringContaining('was used before');
    await expect(again).rejects.toMatchObject({ ...SUSPENDED, message });
  });
});

inFilesOnly('a ledger that a hand took its own name from sends nothing', async () => {
  const { ledger, edit } = await bought();
  await edit('delete from identity');
  const shop = upstream(delivered);
  await expect(ledger.execute(wish({ idempotencyKey: 'c' }), shop.send)).rejects.toThrow('identity is empty');
  expect(shop.orders).toEqual([]);
});
