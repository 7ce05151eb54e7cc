import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { request } from 'node:http';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { openLedger } from '@kamikit/ledger';
import { expect, it, onTestFinished } from 'vitest';
import { bundleForTests } from './bundle-for-tests.ts';
import { connectHost, sharedEnvironment, startTestSandbox, temporaryFolder, testIntegrity } from './host.ts';

const server = bundleForTests();

/** The command, once it listens. */
async function startNotify(settings: Record<string, string>) {
  const child = spawn(process.execPath, [server, 'notify'], { env: { ...settings, NO_COLOR: '1' } });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  const { url }: { url: string } = JSON.parse(line);
  return { child, url };
}

it('kamikit notify finds out what became of open entries too, as a notification may never come', async () => {
  const { sandbox, environment } = await startTestSandbox({ orderDelayMs: 3_600_000 });
  const settings = { ...environment, ...sharedEnvironment(), KAMIKIT_DATA_DIR: temporaryFolder() };
  const { call } = await connectHost({ environment: settings });
  const wish = { goods_id: 1, sub_id: 11, quantity: 1, max_total: '999', idempotency_key: 'k' };
  expect((await call('purchase', wish)).answer).toMatchObject({ state: 'pending' });
  await fetch(`${sandbox.url}/__sandbox/clock`, { method: 'POST', body: '{"advance_ms":3600000}' });

  const { child, url } = await startNotify(settings);
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+/);
  const ledger = await openLedger({
    path: join(settings.KAMIKIT_DATA_DIR, 'ledger.sqlite'),
    integrity: testIntegrity(),
  });
  onTestFinished(() => ledger.close());
  await expect.poll(async () => (await ledger.find('purchase', 'k'))?.state).toBe('completed');
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
});

it('kamikit notify says at warn that signatures are wrong, once for many, and refuses browsers before that', async () => {
  const { environment } = await startTestSandbox();
  const { child, url } = await startNotify({ ...environment, KAMIKIT_DATA_DIR: temporaryFolder() });
  const logged = text(child.stderr);
  const post = async (headers: Record<string, string>) =>
    (await fetch(url, { method: 'POST', headers, body: 'status=1' })).status;
  expect(await post({ origin: 'https://evil.example' })).toBe(403);
  for (let time = 0; time < 5; time += 1) expect(await post({ 'api-signature': 'f'.repeat(32) })).toBe(403);
  child.kill('SIGTERM');
  const warnings = (await logged)
    .split('\n')
    .filter((line) => line.includes('wrong signature'))
    .map((line) => JSON.parse(line));
  expect(warnings).toMatchObject([
    { level: 'warn', count: 1 },
    { level: 'warn', count: 4 },
  ]);
});

it('kamikit notify answers under its public name, and refuses a strange one with a warning once', async () => {
  const { environment } = await startTestSandbox();
  const { child, url } = await startNotify({
    ...environment,
    KAMIKIT_DATA_DIR: temporaryFolder(),
    KAMIKIT_SUPPLIER_NOTIFY_URL: 'https://notify.example/notify',
  });
  const logged = text(child.stderr);
  const statusUnder = async (host: string) => {
    const [response] = await once(request(url, { headers: { host } }).end(), 'response');
    response.resume();
    return response.statusCode;
  };
  expect(await statusUnder('notify.example')).toBe(405);
  expect(await statusUnder('rebound.example')).toBe(421);
  expect(await statusUnder('rebound.example')).toBe(421);
  child.kill('SIGTERM');
  expect((await logged).match(/strange Host/g)).toHaveLength(1);
});

it.each<[environment: Record<string, string>, said: string]>([
  [{ KAMIKIT_SANDBOX: 'true' }, 'The sandbox sends no notifications: take KAMIKIT_SANDBOX out'],
  [{}, 'No supplier is configured: run kamikit init'],
])('kamikit notify says why it has nothing to wait for: %j', async (environment, said) => {
  const settings = { ...sharedEnvironment(), KAMIKIT_DATA_DIR: temporaryFolder(), KAMIKIT_LANG: 'en' };
  const child = spawn(process.execPath, [server, 'notify'], { env: { ...settings, ...environment } });
  const [printed, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
  expect([code, printed]).toEqual([1, expect.stringContaining(said)]);
});
