import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { bundleForTests } from './bundle-for-tests.ts';
import { connectHost, startTestSandbox, temporaryFolder } from './host.ts';
import { postgresForTests } from './postgres-for-tests.ts';

const run = promisify(execFile);
const server = bundleForTests();

const database = postgresForTests('kamikit ledger copy');

it('what was bought with the file is known to the database, and the file buys no more', async ({ skip }) => {
  skip(database() === null);
  const { environment, sandbox } = await startTestSandbox();
  const settings = { ...environment, KAMIKIT_DATA_DIR: temporaryFolder(), KAMIKIT_LANG: 'en' };
  const wish = { goods_id: 1, sub_id: 11, quantity: 1, max_total: '60', mode: 'sync', idempotency_key: 'k' };
  const before = await connectHost({ environment: settings });
  const { answer } = await before.call('purchase', wish);

  const to = String(database()?.url);
  const { stdout } = await run(process.execPath, [server, 'ledger', 'copy', '--to', to], { env: settings });
  expect(stdout).toMatch(
    /^1 entry and \d+ events are in postgres:\/\/127\.0\.0\.1:\d+\/\S+ now, verified\.$/m,
  );
  expect(stdout).not.toContain('secret');

  const more = await before.call('purchase', { ...wish, idempotency_key: 'more', again: true });
  expect(more.answer).toMatchObject({ error: { code: 'suspended' } });
  const after = await connectHost({ environment: { ...settings, KAMIKIT_DATABASE_URL: to } });
  expect((await after.call('purchase', wish)).answer).toMatchObject({ entry_id: answer.entry_id });
  const fresh = await after.call('purchase', { ...wish, idempotency_key: 'fresh', again: true });
  expect(fresh.answer).toMatchObject({ state: 'completed' });
  expect(sandbox.state().storefront.charges).toHaveLength(2);
});

it.each<[what: string, more: Record<string, string>, said: string]>([
  ['says that it wants to know where to', {}, '--to postgres://USER@HOST/DATABASE'],
  [
    'leaves play money where it is',
    { KAMIKIT_SANDBOX: 'true', KAMIKIT_DATABASE_URL: 'postgres://127.0.0.1:9/none' },
    'take KAMIKIT_SANDBOX out to copy the real one',
  ],
])('%s', async (_, more, said) => {
  const { environment } = await startTestSandbox();
  const settings = { ...environment, KAMIKIT_DATA_DIR: temporaryFolder(), KAMIKIT_LANG: 'en', ...more };
  const failed = await run(process.execPath, [server, 'ledger', 'copy'], { env: settings }).catch(
    (error) => error,
  );
  expect([failed.code, failed.stderr]).toEqual([2, expect.stringContaining(said)]);
});
