import { expect, it } from 'vitest';
import type { Ledger } from './index.ts';
import { openNodeSqlite } from './sqlite/node-sqlite.ts';
import { clocked, MINUTE_MS } from './testing/clocked.ts';
import { delivered, upstream, wish } from './testing/scratch.ts';
import { byHand, inFilesOnly } from './testing/store.ts';

async function buy(ledger: Ledger, idempotencyKey: string): Promise<string> {
  return (await ledger.execute(wish({ idempotencyKey }), upstream({ state: 'pending' }).send)).id;
}

async function idsOf(ledger: Ledger, id: string, sinceMs: number): Promise<string[]> {
  const ids = [];
  for await (const entry of ledger.changedSince(id, sinceMs)) ids.push(entry.id);
  return ids.toSorted();
}

it('what changed since then is found, each once, whenever it was prepared, and nothing older', async () => {
  const { ledger, clock } = await clocked({ leaseMs: 60 * MINUTE_MS });
  const old = [await buy(ledger, 'old'), await buy(ledger, 'older')];
  const settledLater = await buy(ledger, 'settled later');
  clock.ms += 10 * MINUTE_MS;
  const shortlyBefore: string[] = [];
  for (let number = 0; number < 60; number += 1)
    shortlyBefore.push((await ledger.prepare(wish({ idempotencyKey: `before ${number}` }))).entry.id);
  clock.ms += MINUTE_MS / 2;
  const id = await buy(ledger, 'k');
  clock.ms += 10 * MINUTE_MS;
  await ledger.settle(settledLater, delivered);
  const later = [];
  for (let number = 0; number < 60; number += 1)
    later.push((await ledger.prepare(wish({ idempotencyKey: `later ${number}` }))).entry.id);
  const found = await idsOf(ledger, id, clock.ms - 11 * MINUTE_MS);
  expect(found).toEqual([settledLater, ...shortlyBefore, ...later].toSorted());
  expect(found).not.toEqual(expect.arrayContaining(old));
});

it('what was done after it is found although the clock was set back by a day', async () => {
  const { ledger, clock } = await clocked();
  await buy(ledger, 'old');
  clock.ms += MINUTE_MS;
  const id = await buy(ledger, 'k');
  const since = clock.ms;
  clock.ms -= 24 * 60 * MINUTE_MS;
  const after = [await buy(ledger, 'after')];
  for (let number = 0; number < 60; number += 1)
    after.push((await ledger.prepare(wish({ idempotencyKey: `after ${number}` }))).entry.id);
  expect(await idsOf(ledger, id, since)).toEqual(after.toSorted());
});

it.each(['-1', '9007199254740991'])(
  'an entry whose time a hand made %s may have done anything',
  async (ms) => {
    const { ledger, clock, path } = await clocked();
    const old = await buy(ledger, 'old');
    clock.ms += MINUTE_MS;
    const id = await buy(ledger, 'k');
    await byHand(path, `update entries set updated_ms = ${ms} where id = '${old}'`);
    expect(await idsOf(ledger, id, clock.ms)).toEqual([old]);
  },
);

inFilesOnly('years before it are not looked at', async () => {
  const { ledger, path } = await clocked();
  const id = await buy(ledger, 'k');
  await idsOf(ledger, id, 0);
  const file = openNodeSqlite(path);
  const plan = file
    .prepare(
      'explain query plan select * from entries where updated_ms >= 1 or updated_ms < 0 order by updated_ms, id limit 50',
    )
    .all();
  file.close();
  expect(JSON.stringify(plan)).toMatch(/USING INDEX entries_changed/);
  expect(JSON.stringify(plan)).not.toMatch(/SCAN entries(?! USING INDEX)/);
});
