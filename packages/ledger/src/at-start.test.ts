import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { doubtAtStart } from './at-start.ts';
import { inFilesOnly } from './testing/store.ts';
import { buy, place } from './testing/vouched-ledger.ts';

describe('a file that a process was killed over before it made a table in it', () => {
  inFilesOnly('says nothing by itself, with a key beside it or without', async () => {
    const { path, integrity } = place();
    writeFileSync(path, '');
    expect(doubtAtStart(path, integrity)).toBeNull();
    const other = place();
    await buy(other, 'a');
    writeFileSync(path, '');
    expect(doubtAtStart(path, other.integrity)).toBeNull();
  });

  inFilesOnly('is not the ledger that was there before', async () => {
    const { path, integrity } = place();
    await buy({ path, integrity }, 'a');
    for (const file of [path, `${path}-wal`, `${path}-shm`]) rmSync(file, { force: true });
    writeFileSync(path, '');
    expect(doubtAtStart(path, integrity)).toContain('has vanished: it held 3 events');
  });
});

inFilesOnly('a ledger whose key is gone is none of ours', async () => {
  const { path, integrity } = place();
  await buy({ path, integrity }, 'a');
  rmSync(join(integrity.folder, 'ledger.key'));
  expect(doubtAtStart(path, integrity)).toContain('signed with a key that is not the one in use');
});
