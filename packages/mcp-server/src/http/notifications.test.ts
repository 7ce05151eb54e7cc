import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NotificationOptions } from '@kamikit/spending';
import { expect, it, onTestFinished, vi } from 'vitest';
import { temporaryFolder } from '../../test/host.ts';
import { openServed, type ServedOptions } from '../../test/served.ts';
import type { Log } from '../config/log.ts';
import { notificationsOf } from './notifications.ts';
import { serveHandler } from './serve-handler.ts';

/** Served where a supplier reaches it, and the supplier, who delivers by hand. */
async function openNotified(environment: ServedOptions['environment'] = {}) {
  const looks: unknown[] = [];
  const engine = { look: (inMs?: number) => void looks.push(inMs), async end() {} };
  let serve = async (_: Request) => new Response(null, { status: 503 });
  const { url, close } = await serveHandler((request) => serve(request), { port: 0, host: '127.0.0.1' });
  onTestFinished(() => close());
  const KAMIKIT_SUPPLIER_NOTIFY_URL = new URL('notify', url).href;
  const served = await openServed({
    environment: { KAMIKIT_SUPPLIER_NOTIFY_URL, ...environment },
    parts: { outside: { startWork: async () => engine } },
  });
  const { sandbox, serving, ledger } = served;
  serve = serving.fetch;
  /** Has the shop do something with a new trade, and gives what its notification was answered. */
  async function notified(what: 'trades' | 'notify', change: object): Promise<string> {
    const { spender } = serving.runtime.services;
    const wish = { sku_id: 101, quantity: 1, max_total: '50' };
    const { reference: trade_no } = await spender.trade(wish, { idempotencyKey: 'k' });
    const body = JSON.stringify({ trade_no, ...change });
    await fetch(`${sandbox.url}/__sandbox/${what}`, { method: 'POST', body });
    return sandbox.state().supplier.notifications.at(-1)?.answered ?? '';
  }
  const deliver = () => notified('trades', { status: 1, contents: 'GOODS-1' });
  return { ...served, notified, deliver, looks, entry: () => ledger.find('supplier_trade', 'k') };
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

it('one that the shop does not confirm yet is looked at again by whoever works, five seconds later', async () => {
  const { notified, entry, logged, looks } = await openNotified();
  expect(await notified('notify', { status: 1 })).toMatch(/^409 /);
  const found = await entry();
  expect(found).toMatchObject({ state: 'pending' });
  expect(logged.map((line) => JSON.parse(line))).toContainEqual({
    ...{ level: 'info', message: 'notification not confirmed yet', entry: found?.id, count: 1 },
  });
  expect(looks).toEqual([5_000]);
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

it('one that the ledger cannot be told of is tried again, with a warning, until the receiver ends', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const tried: number[] = [];
  const logged: unknown[] = [];
  const spender = {
    notificationHandler({ onUnrecorded }: NotificationOptions) {
      return async () => {
        onUnrecorded?.('1', async () => void tried.push(Date.now()));
        return new Response(null, { status: 500 });
      };
    },
  };
  const parts = { services: { spender }, lookIn: () => {} };
  const log: Log = (...line) => void logged.push(line);
  const { receive, end } = notificationsOf({ apiKey: async () => 'key' }, parts, log);
  expect((await receive(new Request('http://localhost/notify/1'))).status).toBe(500);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(tried).toHaveLength(1);
  expect(logged).toEqual([['warn', expect.stringContaining('tried again'), { count: 1 }]]);
  await receive(new Request('http://localhost/notify/1'));
  end();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(tried).toHaveLength(1);
});
