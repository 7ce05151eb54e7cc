import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { bundleForTests } from './bundle-for-tests.ts';
import { startTestSandbox, temporaryFolder } from './host.ts';
import { startServer } from './server-process.ts';
import { until } from './until.ts';

const server = bundleForTests();

describe('the built server over stdio', () => {
  it('writes nothing but the protocol to stdout, whatever it is fed', async () => {
    const { call, child, lines } = await startServer(server, {
      KAMIKIT_SANDBOX: 'true',
      KAMIKIT_DATA_DIR: temporaryFolder(),
    });
    child.stdin.write('this is no JSON\n{"jsonrpc":"2.0"}\n[]\n\n{"jsonrpc":"2.0","id":null,"method":"x"}\n');
    expect(await call('get_balance', {})).toHaveProperty('storefront');
    for (const line of lines) expect(JSON.parse(line)).toHaveProperty('jsonrpc', '2.0');
  });

  it('exits with code 0 when stdin closes before anything was said', async () => {
    const child = spawn(process.execPath, [server], { env: {}, stdio: ['pipe', 'pipe', 'inherit'] });
    const printed = text(child.stdout);
    const exit = once(child, 'exit');
    child.stdin.end();
    expect((await exit)[0]).toBe(0);
    expect(await printed).toBe('');
  });

  it('exits by itself when stdout breaks', async () => {
    const { call, child } = await startServer(server, {
      KAMIKIT_SANDBOX: 'true',
      KAMIKIT_DATA_DIR: temporaryFolder(),
    });
    const exit = once(child, 'exit');
    child.stdout.destroy();
    await expect(call('get_balance', {})).rejects.toThrow('the server ended');
    expect((await exit)[0]).toBe(0);
  });

  it('waits, when stdin closes, for the purchase that is under way, and records it', async () => {
    const { sandbox, environment } = await startTestSandbox();
    const settings = { ...environment, KAMIKIT_DATA_DIR: temporaryFolder() };
    const { call, child } = await startServer(server, settings);
    sandbox.addFault({ upstream: 'storefront', operation: 'purchase', kind: 'delay_ms', ms: 300 });
    const { data } = (await call('list_goods', { type: 1 })) as {
      data: Array<{ id: number; subs: Array<{ id: number }> }>;
    };
    const wish = {
      goods_id: data[0]?.id,
      sub_id: data[0]?.subs[0]?.id,
      quantity: 1,
      max_total: '9999',
      mode: 'sync',
    };
    const exit = once(child, 'exit');
    const bought = call('purchase', { ...wish, idempotency_key: 'k' });
    await until(() => sandbox.state().storefront.charges.length === 1);
    child.stdin.end();
    await Promise.allSettled([bought, exit]);

    const next = await startServer(server, settings);
    expect(await next.call('list_ledger', {})).toMatchObject({ entries: [{ state: 'completed' }] });
  });

  it('prints nothing to stderr that a terminal user did not ask for, and on a terminal says how to connect a host', async () => {
    const child = spawn(process.execPath, [server, 'help'], { env: {}, stdio: ['ignore', 'pipe', 'pipe'] });
    expect(await text(child.stdout)).toContain('kamikit [command]');
    expect(await text(child.stderr)).toBe('');
  });

  it('carries on when nobody reads its log any more', async () => {
    const settings = {
      KAMIKIT_SANDBOX: 'true',
      KAMIKIT_DATA_DIR: temporaryFolder(),
      KAMIKIT_LOG_LEVEL: 'debug',
    };
    const { call, child } = await startServer(server, settings);
    child.stderr.destroy();
    for (const page of [1, 2, 3])
      expect(await call('list_goods', { page })).toMatchObject({ current_page: page });
  });
});
