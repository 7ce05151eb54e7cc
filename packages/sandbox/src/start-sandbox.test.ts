import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { startSandbox } from './start-sandbox.ts';
import { openSandbox } from './testing/open-sandbox.ts';

test('the description is one JSON object with the address and key of every upstream', async () => {
  const { sandbox } = await openSandbox();
  const { url, description } = sandbox;
  expect(JSON.parse(JSON.stringify(description))).toEqual({
    url,
    storefront: { url: `${url}/storefront/api`, apiKey: expect.stringMatching(/^sandbox-storefront-key/) },
    cards: { url: `${url}/cards/`, apiKey: expect.stringMatching(/^sandbox-cards-key.{31}$/) },
    supplier: {
      ...{ url: `${url}/supplier`, apiId: '10001', apiKey: expect.any(String) },
      prefix: '/plugin/open-api',
    },
  });
});

test('closing cuts a waiting request, an idle connection and one that never spoke, and frees the port', async () => {
  const { sandbox, shop } = await openSandbox();
  sandbox.addFault({ upstream: 'storefront', operation: 'get_balance', kind: 'delay_ms', ms: 3_600_000 });
  await shop('/goods/1');
  const waiting = expect(shop('/balance')).rejects.toThrow();
  const { port } = new URL(sandbox.url);
  const silent = connect(Number(port), '127.0.0.1');
  await once(silent, 'connect');
  await expect.poll(() => sandbox.state().counts.storefront?.get_balance, { interval: 1 }).toBe(1);

  const silenced = once(silent, 'close');
  await sandbox.close();
  await Promise.all([waiting, silenced]);
  const next = await startSandbox({ port: Number(port) });
  expect(next.url).toBe(sandbox.url);
  await next.close();
});

test('a port that is taken is an error', async () => {
  const { sandbox } = await openSandbox();
  await expect(startSandbox({ port: Number(new URL(sandbox.url).port) })).rejects.toThrow('EADDRINUSE');
});

test('a process that has unreferenced its sandbox exits by itself, with a connection open and a request hanging', async () => {
  const program = `
    import { connect } from 'node:net';
    import { once } from 'node:events';
    const { startSandbox } = await import(${JSON.stringify(new URL('start-sandbox.ts', import.meta.url).href)});
    const sandbox = await startSandbox();
    sandbox.addFault({ upstream: 'storefront', operation: '*', kind: 'delay_ms', ms: 3600000 });
    const { host, port } = new URL(sandbox.url);
    const socket = connect(Number(port), '127.0.0.1');
    await once(socket, 'connect');
    socket.write('GET /storefront/api/balance HTTP/1.1\\r\\nHost: ' + host + '\\r\\n\\r\\n');
    while (sandbox.state().requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    sandbox.unref();
    socket.unref();
    process.stdout.write('let go');`;
  const node = [
    ...process.execArgv,
    '--conditions=@kamikit/source',
    '--input-type=module',
    '--eval',
    program,
  ];
  const { stdout } = await promisify(execFile)(process.execPath, node, { timeout: 10_000 });
  expect(stdout).toBe('let go');
});

test('a body beyond 1 MB is refused unread', async () => {
  const { shop, charges } = await openSandbox();
  const body = JSON.stringify({ goods_id: 3, sub_id: 31, quantity: 1, note: 'x'.repeat(1024 * 1024) });
  const headers = { 'content-type': 'application/json' };
  expect((await shop('/v2/purchase', { method: 'POST', body, headers })).status).toBe(413);
  expect(charges()).toBe(0);
});

test.each([
  { method: 'GET', path: '/nowhere' },
  { method: 'DELETE', path: '/goods' },
  { method: 'HEAD', path: '/purchase' },
])('$method $path is not found, as JSON or as a page', async ({ method, path }) => {
  const { shop } = await openSandbox();
  const asJson = await shop(path, { method });
  expect(asJson.status).toBe(404);
  expect(asJson.headers.get('content-type')).toContain('application/json');
  const asPage = await shop(path, { method, headers: { accept: 'text/html' } });
  expect(asPage.headers.get('content-type')).toContain('text/html');
});
