import { expect, it } from 'vitest';
import { delivered, scratchFolder, scratchLedger, upstream, wish } from './testing/scratch.ts';

async function filledLedger(count: number) {
  const clock = { ms: Date.parse('2026-11-20T12:00:00+08:00') };
  const path = `${scratchFolder()}/ledger.db`;
  const ledger = await scratchLedger({ path, now: () => clock.ms });
  for (let number = 1; number <= count; number += 1) {
    const kind = number % 2 ? 'purchase' : 'supplier_trade';
    const order = wish({ kind, idempotencyKey: `k${number}`, reference: `ORDER${number}` });
    await ledger.execute(order, upstream(number === 5 ? { state: 'pending' } : delivered).send);
    clock.ms += 1000;
  }
  return { ledger, path };
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const collected: T[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}

const keys = (entries: { idempotency_key: string }[]) => entries.map((entry) => entry.idempotency_key);

it('entries are listed newest first, page by page, with their number', async () => {
  const { ledger } = await filledLedger(5);
  const first = await ledger.list({ perPage: 2 });
  const last = await ledger.list({ perPage: 2, page: 3 });
  expect(first).toMatchObject({ total: 5, page: 1, per_page: 2 });
  expect([keys(first.entries), keys(last.entries)]).toEqual([['k5', 'k4'], ['k1']]);
});

it('an entry is known by the beginning of its id', async () => {
  const { ledger } = await filledLedger(3);
  const ids = (await ledger.list()).entries.map(({ id }) => id).sort();
  const [id = ''] = ids;
  expect(await ledger.idsLike(id, 5)).toEqual([id]);
  expect(await ledger.idsLike(id.slice(0, 12).toUpperCase(), 5)).toEqual([id]);
  const first = id.slice(0, 1);
  expect(await ledger.idsLike(first, 5)).toEqual(ids.filter((each) => each.startsWith(first)));
  for (const none of ['g', '%', '', `${id}0`]) expect(await ledger.idsLike(none, 5)).toEqual([]);
});

it('entries are listed by state and kind', async () => {
  const { ledger } = await filledLedger(5);
  expect(keys((await ledger.list({ state: 'pending' })).entries)).toEqual(['k5']);
  expect(keys((await ledger.list({ kind: 'supplier_trade' })).entries)).toEqual(['k4', 'k2']);
  expect(await ledger.list({ kind: 'supplier_trade', state: 'pending' })).toMatchObject({
    entries: [],
    total: 0,
  });
});

it('an export holds every entry once, oldest first, even where many have the same time', async () => {
  const ledger = await scratchLedger({ now: () => 0 });
  for (let number = 0; number < 45; number += 1) await ledger.prepare(wish({ idempotencyKey: `k${number}` }));
  const exported = await all(ledger.entries());
  expect(new Set(keys(exported)).size).toBe(45);
  expect(exported).toHaveLength(45);
  const { ledger: timed } = await filledLedger(3);
  expect(keys(await all(timed.entries()))).toEqual(['k1', 'k2', 'k3']);
});

it('an entry is found by its reference and by its key, each within its kind', async () => {
  const { ledger } = await filledLedger(2);
  expect(await ledger.findByReference('purchase', 'ORDER1')).toMatchObject({ idempotency_key: 'k1' });
  expect(await ledger.find('supplier_trade', 'k2')).toMatchObject({ reference: 'ORDER2' });
  expect(await ledger.findByReference('purchase', 'ORDER2')).toBeNull();
  expect(await ledger.find('purchase', 'k2')).toBeNull();
  expect(await ledger.get('nothing')).toBeNull();
});

it('of several entries with one reference the newest is found', async () => {
  const clock = { ms: 0 };
  const ledger = await scratchLedger({ now: () => clock.ms });
  for (const idempotencyKey of ['a', 'b']) {
    clock.ms += 1000;
    await ledger.prepare(wish({ idempotencyKey, reference: 'CARD-1' }));
  }
  expect(await ledger.findByReference('purchase', 'CARD-1')).toMatchObject({ idempotency_key: 'b' });
});

it('what was delivered is there after the file is reopened', async () => {
  const { ledger, path } = await filledLedger(1);
  const before = await ledger.find('purchase', 'k1');
  await ledger.close();
  const reopened = await scratchLedger({ path });
  expect(await reopened.find('purchase', 'k1')).toEqual(before);
  expect(before).toMatchObject({
    result: delivered.result,
    created_at: '2026-11-20T12:00:00+08:00',
    sent_at: '2026-11-20T12:00:00+08:00',
  });
});
