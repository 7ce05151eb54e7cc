import { expect, it, onTestFinished } from 'vitest';
import { scratchFolder } from '../testing/scratch.ts';
import { isPostgres, placeAt } from '../testing/store.ts';
import { readAddress } from './address.ts';
import { NOT_AS_ASKED } from './failure.ts';
import { openPool, sessionSettings } from './pool.ts';

const PATIENCE = { busyTimeoutMs: 1000 };

it.skipIf(!isPostgres)('a session that did not get what it was asked for is not used', async () => {
  const { databaseUrl = '' } = await placeAt(scratchFolder());
  const { connectionString, asked } = readAddress(databaseUrl, sessionSettings(PATIENCE));
  const open = (url: string) => {
    const pool = openPool({ connectionString: url, asked }, PATIENCE);
    onTestFinished(() => pool.end());
    return pool;
  };
  (await open(connectionString).connect()).release();
  // As a pooler passes it on.
  const without = new URL(connectionString);
  without.searchParams.delete('options');
  const pool = open(without.href);
  await expect(pool.connect()).rejects.toMatchObject({
    code: NOT_AS_ASKED,
    message: 'idle_in_transaction_session_timeout, lock_timeout, search_path, statement_timeout',
  });
  expect(pool.totalCount).toBe(0);
});
