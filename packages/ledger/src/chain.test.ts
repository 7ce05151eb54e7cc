import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openChain } from './chain.ts';
import type { Attendant } from './database.ts';
import { appendEvent } from './events.ts';
import { openSqlite } from './sqlite/open-sqlite.ts';
import { delivered, scratchFolder, scratchLedger, upstream, wish } from './testing/scratch.ts';
import { inFilesOnly } from './testing/store.ts';
import { buy, edit, place } from './testing/vouched-ledger.ts';

const heads = (folder: string) =>
  readdirSync(join(folder, 'ledger-heads')).map((name) => Number(name.split('.')[1]));

/** A file with its chain; what is awaited in `meanwhile` happens between a commit and its head. */
async function opened({ path, integrity }: ReturnType<typeof place>) {
  const chain = openChain(integrity, path);
  const between = { meanwhile: async () => {} };
  const attendant: Attendant = {
    begun(trx, seen) {
      const attendance = chain.begun(trx, seen);
      return {
        ...attendance,
        async durable(db) {
          await between.meanwhile();
          await attendance.durable(db);
        },
      };
    },
  };
  const database = await openSqlite(path, 1000, attendant);
  const append = () => database.write((trx) => appendEvent(trx, { atMs: 1, action: 'something' }), 'unknown');
  return { chain, between, database, append };
}

inFilesOnly('a head is not moved back by whoever comes late to move it, be it the first time', async () => {
  const at = place();
  const [slow, quick] = [await opened(at), await opened(at)];
  await quick.append();
  for (const last of [4, 7]) {
    slow.between.meanwhile = async () => {
      for (let more = 0; more < 2; more += 1) await quick.append();
      expect(heads(at.integrity.folder)).toEqual([last]);
    };
    await slow.append();
    expect(heads(at.integrity.folder)).toEqual([last]);
  }
  slow.between.meanwhile = async () => {};
  await slow.append();
  await quick.append();
  expect(heads(at.integrity.folder)).toEqual([9]);
  expect(await slow.database.read((db) => slow.chain.doubt(db))).toBeNull();
  for (const { database } of [slow, quick]) await database.close();
});

inFilesOnly('what is remembered of another ledger is not forgotten with that of this one', async () => {
  const [at, other] = [place(), place()];
  const beside = { ...other, integrity: at.integrity };
  await buy(beside, 'a');
  await buy(at, 'a');
  await buy(at, 'b', 'c');
  await (await scratchLedger(at)).acceptHistory();
  rmSync(other.path);
  expect(await (await scratchLedger(beside)).doubt()).toContain('has vanished: it held 3 events');
  expect(await (await scratchLedger(at)).doubt()).toBeNull();
});

it('to read a ledger nothing is made that could vouch for it', async () => {
  const at = place();
  const chain = openChain(at.integrity, at.path, { changesNothing: true });
  const { database } = await opened({ ...at, path: join(scratchFolder(), 'ledger.db') });
  rmSync(at.integrity.folder, { recursive: true });
  expect(await database.read((db) => chain.doubt(db))).toBeNull();
  expect(
    await database.read((db) => openChain(at.integrity, at.path, { changesNothing: true }).doubt(db)),
  ).toBeNull();
  expect(existsSync(at.integrity.folder)).toBe(false);
  await database.close();
});

inFilesOnly(
  'where several machines share a ledger, a key that did not sign it has to be copied',
  async () => {
    const at = place();
    await buy(at, 'a');
    await edit(at, "update events set who = 'x'");
    const { database } = await opened(at);
    const hint = async (where: string) =>
      (await database.read((db) => openChain(at.integrity, where).doubt(db)))?.hint ?? '';
    expect(await hint('postgres://somewhere/ledger')).toContain('the same ledger.key');
    expect(await hint(at.path)).not.toContain('the same ledger.key');
    await database.close();
  },
);

it('while nobody can tell what is remembered of a ledger, nothing is sent', async () => {
  const at = place();
  const ledger = await scratchLedger(at);
  const shop = upstream(delivered);
  await ledger.execute(wish({ idempotencyKey: 'before' }), shop.send);
  const remembering = join(at.integrity.folder, 'ledger-heads');
  rmSync(remembering, { recursive: true });
  writeFileSync(remembering, 'no folder');
  await expect(ledger.execute(wish(), shop.send)).rejects.toMatchObject({
    ...{ code: 'config_invalid', outcome: 'not_committed', neverSent: true },
  });
  expect(shop.orders).toHaveLength(1);
});
