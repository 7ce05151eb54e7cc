import { join } from 'node:path';
import { expect } from 'vitest';
import { openNodeSqlite } from '../sqlite/node-sqlite.ts';
import { kyselyOn } from '../sqlite/open-sqlite.ts';
import { scratchFolder, scratchLedger } from '../testing/scratch.ts';
import { inFilesOnly } from '../testing/store.ts';
import { createEntries } from './entries.ts';

inFilesOnly('what the first version left open is looked at, and was agreed for what it cost', async () => {
  const path = join(scratchFolder(), 'ledger.db');
  const file = openNodeSqlite(path);
  await createEntries(kyselyOn(file));
  const entry = (state: string) =>
    `insert into entries (id, idempotency_key, state, kind, fingerprint, never_sent, request, amount, evidence, day,
      owner_host, owner_pid, owner_token, lease_until_ms, created_ms, updated_ms)
    values ('${state}', '${state}', '${state}', 'purchase', '', 0, '{}', '3', '{}', '2026-11-20', 'h', 1, 't', 0, 1, 1);`;
  file.exec(`${['unknown', 'pending', 'completed'].map(entry).join('')} pragma user_version = 1`);
  file.close();
  const ledger = await scratchLedger({ path });
  const due = await ledger.claimDue({ limit: 5, evenIfNotDue: true });
  expect(due.map(({ state, agreed }) => [state, agreed]).toSorted()).toEqual([
    ['pending', '3'],
    ['unknown', '3'],
  ]);
});
