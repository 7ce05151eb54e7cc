import { join } from 'node:path';
import { expect, it } from 'vitest';
import { delivered, lostReply, scratchFolder, scratchLedger, upstream, wish } from './testing/scratch.ts';
import { byHand, isPostgres } from './testing/store.ts';

const BROKEN = [
  ['request', '{"goods":'],
  ['evidence', 'none'],
  ['goods', '{"name":"A","specification":null}'],
  ['goods', '{"name":1,"specification":null,"quantity":1}'],
  ['goods', '{"name":"A","specification":1,"quantity":1}'],
  ['request', 'null'],
  ['used', '["1"]'],
  ['used', '{}'],
  ['result', '7'],
  ['error', 'oops'],
  ['state', 'bought'],
  ['amount', 'three'],
  // A server takes no such thing for a number.
  ...(isPostgres
    ? []
    : ([
        ['created_ms', 'yesterday'],
        ['updated_ms', 'x'],
      ] as const)),
] as const;

/** A ledger with one entry that a hand has broken, and one that is open. */
async function brokenLedger(column: string, value: string) {
  const path = join(scratchFolder(), 'ledger.db');
  const clock = { ms: Date.parse('2026-11-20T12:00:00+08:00') };
  const ledger = await scratchLedger({ path, now: () => clock.ms });
  const broken = await ledger.execute(wish({ idempotencyKey: 'broken' }), upstream(delivered).send);
  const open = wish({ idempotencyKey: 'open', evidence: { account: 'mine' } });
  await ledger.execute(open, upstream(lostReply()).send).catch(() => undefined);
  await byHand(path, `update entries set ${column} = ? where id = ?`, value, broken.id);
  return { ledger, path, clock, id: broken.id };
}

it.each(BROKEN)('a row whose %s is broken is shown as damaged, beside all others', async (column, value) => {
  const { ledger, id } = await brokenLedger(column, value);
  const { entries, total } = await ledger.list();
  expect(total).toBe(2);
  expect(entries.find((entry) => entry.id === id)).toMatchObject({ damaged: [column] });
  expect(entries.filter(({ damaged }) => damaged === null)).toHaveLength(1);
  expect(await Array.fromAsync(ledger.entries(), (entry) => entry.id)).toContain(id);
  expect(await ledger.get(id)).toMatchObject({ id, damaged: [column] });
});

it.each(BROKEN)('the key of a row whose %s is broken is never sent again', async (column, value) => {
  const { ledger, id } = await brokenLedger(column, value);
  const shop = upstream(delivered);
  const again = ledger.execute(wish({ idempotencyKey: 'broken' }), shop.send);
  await expect(again).rejects.toMatchObject({ code: 'outcome_unknown', entryId: id });
  await expect(ledger.replay(wish({ idempotencyKey: 'broken' }))).rejects.toMatchObject({ entryId: id });
  await expect(ledger.settle(id, delivered)).rejects.toMatchObject({ entryId: id });
  await expect(ledger.mark(id, { cards: [1], of: 1, used: true })).rejects.toMatchObject({ entryId: id });
  await expect(ledger.reconcile(id, () => Promise.reject(new Error('asked')))).rejects.toMatchObject({
    entryId: id,
  });
  expect(shop.orders).toEqual([]);
});

it('a broken row does not keep others from being looked at again, settled or bought', async () => {
  const { ledger, path, id } = await brokenLedger('evidence', '{');
  await byHand(path, `update entries set state = 'unknown', look_ms = 0, reference = 'A1' where id = ?`, id);
  const [due, ...more] = await ledger.claimDue({ limit: 5, evenIfNotDue: true });
  expect(due).toMatchObject({ idempotency_key: 'open' });
  expect(more).toEqual([]);
  const settlement = { ...delivered, reference: 'A1', isOwnReference: true };
  expect(await ledger.settle(due?.id ?? '', settlement)).toMatchObject({
    ...{ state: 'unknown', evidence: { reference_of_entry: id } },
  });
  expect(await ledger.settle(due?.id ?? '', { ...settlement, reference: 'A2' })).toMatchObject({
    state: 'completed',
  });
  expect(await ledger.execute(wish({ idempotencyKey: 'new' }), upstream(delivered).send)).toMatchObject({
    state: 'completed',
  });
});

it('a broken row, which nobody looks at, waits like one that was looked at', async () => {
  const { ledger, path, clock, id } = await brokenLedger('evidence', '{');
  await byHand(path, `update entries set state = 'unknown', look_ms = 0 where id = ?`, id);
  clock.ms += 10 * 3_600_000;
  await ledger.claimDue({ limit: 5 });
  const [row] = await byHand(path, 'select look_ms from entries where id = ?', id);
  expect(Number(row?.look_ms)).toBe(clock.ms + 3_600_000);
});

it('a broken row that a dead process left under way stops neither opening nor buying', async () => {
  const { ledger, path, clock, id } = await brokenLedger('evidence', '{');
  await byHand(path, `update entries set state = 'sent', lease_until_ms = 0 where id = ?`, id);
  await ledger.close();
  const reopened = await scratchLedger({ path, now: () => clock.ms });
  expect(await reopened.execute(wish(), upstream(delivered).send)).toMatchObject({ state: 'completed' });
  expect(await reopened.get(id)).toMatchObject({ state: 'sent', damaged: ['evidence'] });
});

it('an answer for an entry that was broken meanwhile still reaches its buyer', async () => {
  const path = join(scratchFolder(), 'ledger.db');
  const ledger = await scratchLedger({ path });
  const entry = await ledger.execute(wish(), async ({ id }) => {
    await byHand(path, `update entries set evidence = '{' where id = ?`, id);
    return delivered;
  });
  expect(entry).toMatchObject({ ...delivered, notice: expect.stringContaining('damaged') });
});
