import { describe, expect, it } from 'vitest';
import type { SettledState, Wish } from './index.ts';
import { delivered, scratchLedger, upstream, wish } from './testing/scratch.ts';

const NOON = Date.parse('2026-11-20T12:00:00+08:00');
const MINUTE_MS = 60_000;

function like(idempotencyKey: string, changes: Partial<Wish> = {}): Wish {
  return wish({ idempotencyKey, likeness: { goods: 1 }, evidence: { account: 'shop' }, ...changes });
}

async function afterOne(state: SettledState = 'completed') {
  const clock = { ms: NOON };
  const ledger = await scratchLedger({ now: () => clock.ms });
  await ledger.execute(like('first'), upstream({ state }).send).catch(() => {});
  const [entry] = (await ledger.list()).entries;
  return { ledger, id: entry?.id, clock };
}

it('the same wish under another key within ten minutes is not sent, and the first is named', async () => {
  const { ledger, id, clock } = await afterOne();
  clock.ms += 10 * MINUTE_MS - 1;
  const shop = upstream(delivered);
  await expect(ledger.execute(like('second'), shop.send)).rejects.toMatchObject({
    ...{ code: 'possible_duplicate', outcome: 'not_committed', neverSent: true, entryId: id },
    message: `The same purchase was made 9 min ago under the key "first" (entry ${id}, completed).`,
  });
  await expect(ledger.assertAllowed(like('second'))).rejects.toMatchObject({ code: 'possible_duplicate' });
  expect(shop.orders).toEqual([]);
  clock.ms += 1;
  expect(await ledger.execute(like('second'), shop.send)).toMatchObject({ state: 'completed' });
});

it('a moment ago is told as such', async () => {
  const { ledger } = await afterOne();
  await expect(ledger.assertAllowed(like('second'))).rejects.toThrow('was made less than a minute ago under');
});

it('a minute ago is told as such', async () => {
  const { ledger, clock } = await afterOne();
  clock.ms += MINUTE_MS;
  await expect(ledger.assertAllowed(like('second'))).rejects.toThrow('was made 1 min ago under');
});

it('its own key gives the first one back, as ever', async () => {
  const { ledger, id } = await afterOne();
  expect(await ledger.execute(like('first'), upstream(delivered).send)).toMatchObject({ id });
});

it.each<[string, Partial<Wish>]>([
  ['is meant', { again: true }],
  ['is for something else', { likeness: { goods: 2 } }],
  ['is of another kind', { kind: 'supplier_trade' }],
  ['goes to another account', { evidence: { account: 'another' } }],
  ['has nothing to be compared by', { likeness: undefined }],
])('a wish that %s is sent', async (_, changes) => {
  const { ledger } = await afterOne();
  const entry = await ledger.execute(like('second', changes), upstream(delivered).send);
  expect(entry).toMatchObject({ state: 'completed' });
});

it.each<[SettledState, boolean]>([
  ['pending', true],
  ['unknown', true],
  ['failed', true],
  ['refunded', true],
  ['refused', false],
])('what is %s stands in the way of the same: %s', async (state, isInTheWay) => {
  const { ledger } = await afterOne(state);
  const second = ledger.execute(like('second'), upstream(delivered).send);
  if (isInTheWay) await expect(second).rejects.toMatchObject({ code: 'possible_duplicate' });
  else expect(await second).toMatchObject({ state: 'completed' });
});

it('two at once under different keys: one is sent', async () => {
  const ledger = await scratchLedger();
  const shop = upstream(delivered);
  const both = await Promise.allSettled([
    ledger.execute(like('a'), shop.send),
    ledger.execute(like('b'), shop.send),
  ]);
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(shop.orders).toHaveLength(1);
});

describe('what its owner is asked about for an hour', () => {
  async function afterAsking() {
    const clock = { ms: NOON };
    const ledger = await scratchLedger({ now: () => clock.ms });
    const approval = { quote: {}, validMs: 60 * MINUTE_MS };
    const { entry } = await ledger.prepare(like('first', { approval }));
    clock.ms += 59 * MINUTE_MS;
    const again = (changes: Partial<Wish> = {}) => ledger.assertAllowed(like('second', changes));
    const refused = { code: 'possible_duplicate', entryId: entry.id };
    return { ledger, clock, id: entry.id, again, refused };
  }

  it('stands in the way of the same until that is over, and of nothing else', async () => {
    const { clock, again, refused } = await afterAsking();
    for (const other of [{ kind: 'supplier_trade' }, { likeness: { goods: 2 } }, { evidence: {} }])
      await again(other);
    clock.ms += MINUTE_MS - 1;
    await expect(again()).rejects.toMatchObject(refused);
    clock.ms += 1;
    await again();
  });

  it('stands in the way for ten minutes more once it is allowed', async () => {
    const { ledger, clock, id, again, refused } = await afterAsking();
    await ledger.approve(id, { by: 'page' });
    clock.ms += 10 * MINUTE_MS - 1;
    await expect(again()).rejects.toMatchObject(refused);
    clock.ms += 1;
    await again();
  });

  it('does not once it is declined', async () => {
    const { ledger, id, again } = await afterAsking();
    await ledger.decline(id, { by: 'page' });
    await again();
  });
});
