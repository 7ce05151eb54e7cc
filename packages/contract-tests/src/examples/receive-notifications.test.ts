import { once } from 'node:events';
import { request } from 'node:http';
import { join } from 'node:path';
import { SupplierClient } from '@kamikit/core';
import { openLedger } from '@kamikit/ledger';
import { startSandbox } from '@kamikit/sandbox';
import { createSpender, deliveredBy } from '@kamikit/spending';
import { expect, it } from 'vitest';
import { runProgram, startProgram, temporaryFolder } from '../documents/run-program.ts';

const PROGRAM = 'examples/receive-notifications.ts';

it.concurrent('shows with play money how a delivery by hand arrives', async (test) => {
  const cwd = temporaryFolder(test);
  const { code, stdout, stderr } = await runProgram(PROGRAM, ['--port', '0'], { cwd });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain('by-hand is pending: the supplier will notify us');
  expect(stdout).toContain('by-hand is completed: 已为 138****0000 充值一个月');
});

it.concurrent('brings what another process bought into the ledger, and nothing that is forged', async (test) => {
  const cwd = temporaryFolder(test);
  const path = join(cwd, 'stock.db');
  const sandbox = await startSandbox();
  const supplier = new SupplierClient(sandbox.supplier);
  const ledger = await openLedger({ path });
  test.onTestFinished(async () => {
    await Promise.all([supplier.close(), ledger.close()]);
    await sandbox.close();
  });
  const environment = {
    KAMIKIT_SUPPLIER_URL: sandbox.supplier.url,
    KAMIKIT_SUPPLIER_API_ID: sandbox.supplier.apiId,
    KAMIKIT_SUPPLIER_API_KEY: sandbox.supplier.apiKey,
    KAMIKIT_LEDGER: path,
  };
  const { url, lines, warned } = await startProgram(PROGRAM, { cwd, environment }, test);
  const control = (name: string, body: object) =>
    fetch(`${sandbox.url}/__sandbox/${name}`, { method: 'POST', body: JSON.stringify(body) });

  const buyer = createSpender({ ledger, supplier, notifyUrl: url });
  const wish = { sku_id: 101, quantity: 1, max_total: '20' };
  const { id, reference } = await buyer.trade(wish, { idempotencyKey: 'by-hand' });
  await control('notify', { trade_no: reference, status: 1, forge: 'signature' });
  const fromAPage = await fetch(url, { method: 'POST', headers: { origin: 'https://evil.example' } });
  expect(await fromAPage.text()).toContain('do not come from a browser');
  const [rebound] = await once(request(url, { headers: { host: 'rebound.example' } }).end(), 'response');
  expect(rebound.resume().statusCode).toBe(421);
  expect((await ledger.get(id))?.state).toBe('pending');
  await control('trades', { trade_no: reference, status: 1, contents: 'done' });
  expect((await lines.next()).value).toBe('by-hand is completed: done');
  const entry = await ledger.get(id);
  expect(entry && deliveredBy(entry)).toBe('done');
  const answers = sandbox.state().supplier.notifications.map(({ answered }) => answered.slice(0, 3));
  expect(answers).toEqual(['403', '200']);
  await test.expect.poll(warned).toBe('A notification with a wrong signature was refused.\n');
});
