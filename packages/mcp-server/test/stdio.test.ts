import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { describe, expect, it, onTestFinished } from 'vitest';
import { bundleForTests } from './bundle-for-tests.ts';
import { sharedEnvironment, startTestSandbox, temporaryFolder } from './host.ts';
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

  it('reads no line that would fill its memory, says so, and goes on', async () => {
    const { call, child, lines } = await startServer(server, {
      KAMIKIT_SANDBOX: 'true',
      KAMIKIT_DATA_DIR: temporaryFolder(),
    });
    child.stdin.write(`{"jsonrpc":"2.0","id":7,"method":"${'x'.repeat(4 * 1024 * 1024)}"}\n`);
    expect(await call('get_balance', {})).toHaveProperty('storefront');
    expect(lines.map((line) => JSON.parse(line))).toContainEqual({
      ...{ jsonrpc: '2.0', id: null },
      error: { code: -32_600, message: 'A line may have at most 4194304 bytes' },
    });
  });

  it('makes no code of texts, as zod does by default', async () => {
    const made = join(temporaryFolder(), 'made');
    const telling = `import { appendFileSync } from 'node:fs';
      globalThis.Function = new Proxy(Function, {
        construct(_, texts) {
          appendFileSync(${JSON.stringify(made)}, texts.join());
          throw new EvalError();
        },
      });`;
    const { call } = await startServer(server, {
      ...{ KAMIKIT_SANDBOX: 'true', KAMIKIT_DATA_DIR: temporaryFolder() },
      NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(telling)}`,
    });
    expect(await call('get_balance', {})).toHaveProperty('storefront');
    expect(existsSync(made)).toBe(false);
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

  describe('waits for the purchase that is under way, and records it,', () => {
    const wish = {
      goods_id: 1,
      sub_id: 11,
      quantity: 1,
      max_total: '9999',
      mode: 'sync',
      idempotency_key: 'k',
    };
    const initialize = {
      ...{ jsonrpc: '2.0', id: 1, method: 'initialize' },
      params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'test', version: '1' } },
    };
    const purchase = {
      ...{ jsonrpc: '2.0', id: 2, method: 'tools/call' },
      params: { name: 'purchase', arguments: wish },
    };

    /** A shop that charges at once and answers late, and a server that is buying there, with whatever it has for stdin. */
    async function buying(stdin: 'pipe' | Socket, write: (lines: string) => void) {
      const { sandbox, environment } = await startTestSandbox();
      const settings = { ...environment, KAMIKIT_DATA_DIR: temporaryFolder() };
      sandbox.addFault({ upstream: 'storefront', operation: 'purchase', kind: 'delay_ms', ms: 300 });
      const env = { ...sharedEnvironment(), KAMIKIT_LOG_LEVEL: 'debug', ...settings };
      const child = spawn(process.execPath, [server], { env, stdio: [stdin, 'ignore', 'pipe'] });
      const exit = once(child, 'exit');
      const lines = [initialize, purchase].map((message) => `${JSON.stringify(message)}\n`).join('');
      if (stdin === 'pipe') child.stdin?.write(lines);
      else write(lines);
      await until(() => sandbox.state().storefront.charges.length === 1);
      return { child, exit, settings };
    }

    async function expectRecorded(settings: Record<string, string>) {
      const next = await startServer(server, settings);
      expect(await next.call('list_ledger', {})).toMatchObject({ entries: [{ state: 'completed' }] });
    }

    it('when stdin closes', async () => {
      const { child, exit, settings } = await buying('pipe', () => {});
      child.stdin?.end();
      expect((await exit)[0]).toBe(0);
      await expectRecorded(settings);
    });

    it('when it is told to end, and told again', async () => {
      const { child, exit, settings } = await buying('pipe', () => {});
      let log = '';
      child.stderr?.on('data', (chunk) => {
        log += chunk;
      });
      child.kill('SIGINT');
      await until(() => log.includes('"ending"'));
      child.kill('SIGINT');
      expect((await exit)[0]).toBe(0);
      await expectRecorded(settings);
    });

    it('when stdin is a socket that is reset', async () => {
      const listener = createServer().listen(0, '127.0.0.1');
      onTestFinished(() => void listener.close());
      await once(listener, 'listening');
      const host = connect(Object(listener.address()).port, '127.0.0.1');
      const [socket]: Socket[] = await once(listener, 'connection');
      if (socket === undefined) throw new Error('nobody connected');
      const { exit, settings } = await buying(socket, (lines) => host.write(lines));
      socket.destroy();
      host.resetAndDestroy();
      expect((await exit)[0]).toBe(0);
      await expectRecorded(settings);
    });
  });

  it('delivers what was answered before stdin closed to a host that reads later', async () => {
    const env = { ...sharedEnvironment(), KAMIKIT_SANDBOX: 'true', KAMIKIT_DATA_DIR: temporaryFolder() };
    const child = spawn(process.execPath, [server], { env, stdio: ['pipe', 'pipe', 'ignore'] });
    onTestFinished(() => void child.kill('SIGKILL'));
    const ask = (id: number, method: string, params = {}) =>
      `${JSON.stringify({ jsonrpc: '2.0', id, method, params })}\n`;
    const introduction = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: {} };
    const lists = Array.from({ length: 300 }, (_, index) => ask(index + 1, 'tools/list'));
    child.stdin.end(ask(0, 'initialize', introduction) + lists.join(''));
    await once(child.stdin, 'finish');
    await once(child.stdout, 'readable');
    let answers = 0;
    for await (const _ of createInterface({ input: child.stdout })) answers += 1;
    expect(answers).toBe(301);
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
