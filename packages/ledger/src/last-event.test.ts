import { join } from 'node:path';
import { expect } from 'vitest';
import { openChain } from './chain.ts';
import { lastEvent, standing } from './last-event.ts';
import { openSqlite } from './sqlite/open-sqlite.ts';
import { scratchFolder, scratchLedger, wish } from './testing/scratch.ts';
import { inFilesOnly } from './testing/store.ts';

inFilesOnly('outside of a transaction the last event is looked for anew each time', async () => {
  const path = join(scratchFolder(), 'ledger.db');
  const database = await openSqlite(path, 1000, openChain(undefined, path));
  const ledger = await scratchLedger({ path });
  const seen = () =>
    database.read(async (db) => [(await standing(db)).last?.seq, (await lastEvent(db))?.seq]);
  expect(await seen()).toEqual([undefined, undefined]);
  for (const last of [1, 2]) {
    await ledger.prepare(wish({ idempotencyKey: `${last}` }));
    expect(await seen()).toEqual([last, last]);
  }
  await database.close();
});
