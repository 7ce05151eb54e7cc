import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { openLedger } from '@kamikit/ledger';
import { expect, it, onTestFinished } from 'vitest';
import { bundleForTests } from './bundle-for-tests.ts';
import { configHome, connectHost, startTestSandbox, temporaryFolder, testIntegrity } from './host.ts';

const server = bundleForTests();

it('kamikit notify finds out what became of open entries too, as a notification may never come', async () => {
  const { sandbox, environment } = await startTestSandbox({ orderDelayMs: 3_600_000 });
  const settings = { ...environment, ...configHome(), KAMIKIT_DATA_DIR: temporaryFolder() };
  const { call } = await connectHost({ environment: settings });
  const wish = { goods_id: 1, sub_id: 11, quantity: 1, max_total: '999', idempotency_key: 'k' };
  expect((await call('purchase', wish)).answer).toMatchObject({ state: 'pending' });
  await fetch(`${sandbox.url}/__sandbox/clock`, { method: 'POST', body: '{"advance_ms":3600000}' });

  const child = spawn(process.execPath, [server, 'notify'], { env: { ...settings, NO_COLOR: '1' } });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  expect(JSON.parse(line)).toMatchObject({ url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+/) });
  const ledger = await openLedger({
    path: join(settings.KAMIKIT_DATA_DIR, 'ledger.sqlite'),
    integrity: testIntegrity(),
  });
  onTestFinished(() => ledger.close());
  await expect.poll(async () => (await ledger.find('purchase', 'k'))?.state).toBe('completed');
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
});
