import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../../test/host.ts';
import { openServed, type ServedOptions } from '../../test/served.ts';
import { serveHandler } from './serve-handler.ts';

/** Served where a supplier reaches it, and the supplier, who delivers by hand. */
async function openNotified(environment: ServedOptions['environment'] = {}) {
  let serve = async (_: Request) => new Response(null, { status: 503 });
  const { url, close } = await serveHandler((request) => serve(request), { port: 0, host: '127.0.0.1' });
  onTestFinished(() => close());
  const KAMIKIT_SUPPLIER_NOTIFY_URL = new URL('notify', url).href;
  const served = await openServed({ environment: { KAMIKIT_SUPPLIER_NOTIFY_URL, ...environment } });
  const { sandbox, serving, ledger } = served;
  serve = serving.fetch;
  async function deliver(): Promise<string> {
    const { spender } = serving.runtime.services;
    const wish = { sku_id: 101, quantity: 1, max_total: '50' };
    const { reference: trade_no } = await spender.trade(wish, { idempotencyKey: 'k' });
    const body = JSON.stringify({ trade_no, status: 1, contents: 'GOODS-1' });
    await fetch(`${sandbox.url}/__sandbox/trades`, { method: 'POST', body });
    return sandbox.state().supplier.notifications.at(-1)?.answered ?? '';
  }
  return { ...served, deliver, entry: () => ledger.find('supplier_trade', 'k') };
}

it('a supplier’s notification is recorded, and the log names the entry without what was delivered', async () => {
  const { deliver, entry, logged } = await openNotified();
  expect(await deliver()).toMatch(/^200 /);
  const found = await entry();
  expect(found).toMatchObject({ state: 'completed', result: { contents: 'GOODS-1' } });
  const told = logged.map((line) => JSON.parse(line));
  expect(told).toContainEqual({
    ...{ level: 'info', message: 'notification recorded', entry: found?.id, state: 'completed' },
  });
  expect(logged.join()).not.toContain('GOODS-1');
});

it('a key that could not be had for one notification is asked for again with the next', async () => {
  const folder = temporaryFolder();
  const [settings, keyFile] = [join(folder, 'config.json'), join(folder, 'key')];
  // It fails as long as there is no such file.
  const print = `console.log(fs.readFileSync(${JSON.stringify(keyFile)}, 'utf8'))`;
  const supplierApiKey = { command: [process.execPath, '-e', print] };
  writeFileSync(settings, JSON.stringify({ supplierApiKey }), { mode: 0o600 });
  const { ask, deliver, entry, sandbox } = await openNotified({
    ...{ KAMIKIT_CONFIG: settings, KAMIKIT_SUPPLIER_API_KEY: '' },
  });
  expect((await ask('/notify/x', { method: 'POST' })).status).toBe(503);
  writeFileSync(keyFile, sandbox.supplier.apiKey);
  expect(await deliver()).toMatch(/^200 /);
  expect(await entry()).toMatchObject({ state: 'completed' });
});
