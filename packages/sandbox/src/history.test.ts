import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { SandboxOptions } from './start-sandbox.ts';
import { openSandbox, START } from './testing/open-sandbox.ts';
import { openSupplier } from './testing/open-supplier.ts';

/** A file for one test. */
function newFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'kamikit-sandbox-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'sandbox.sqlite');
}

const orderOf = ({ body }: { body: unknown }): string => Object(body).data.order_sn;

describe('sandboxes that are kept in one file', () => {
  it('are one: what is bought at one is charged, numbered and shown at every other', async () => {
    const keepIn = newFile();
    const [one, other] = [await openSandbox({ keepIn }), await openSandbox({ keepIn })];
    const numbers = (await Promise.all([one.buy(), other.buy(), one.buy()])).map(orderOf);
    expect(new Set(numbers).size).toBe(3);
    for (const { shop } of [one, other]) {
      for (const number of numbers)
        expect((await shop(`/v2/order/${number}`)).body).toMatchObject({ data: { order_sn: number } });
      expect((await shop('/balance')).body).toMatchObject({ data: { balance: 1000 - 3 * 16.15 } });
    }
  });

  it.skipIf(process.platform === 'win32')('can be read by their owner alone', async () => {
    const keepIn = newFile();
    await openSandbox({ keepIn });
    expect(statSync(keepIn).mode & 0o777).toBe(0o600);
  });

  it('last: an order that waits is there after a restart, and ripens by the clock', async () => {
    const keepIn = newFile();
    const first = await openSandbox({ keepIn, orderDelayMs: 60_000 });
    const number = orderOf(await first.buy());
    await first.sandbox.close();
    const clock = { now: START + 30_000 };
    const options: SandboxOptions = { keepIn, orderDelayMs: 60_000, now: () => clock.now };
    const { shop, buy, charges } = await openSandbox(options);
    expect((await shop(`/v2/order/${number}`)).body).toMatchObject({ data: { status: 3 } });
    clock.now += 30_000;
    const { body } = await shop(`/v2/order/${number}`);
    expect(body).toMatchObject({ data: { status: 4, cards: expect.any(String) } });
    expect(orderOf(await buy())).not.toBe(number);
    expect(charges()).toBe(2);
    const again = await openSandbox(options);
    expect((await again.shop(`/v2/order/${number}`)).body).toEqual(body);
  });

  it('take no faults and no clock: the others would not have them', async () => {
    const { sandbox, control } = await openSandbox({ keepIn: newFile() });
    const fault = { upstream: 'storefront', operation: '*', kind: 'html' } as const;
    expect(() => sandbox.addFault(fault)).toThrow('kept in a file');
    for (const [path, body] of [
      ['faults', fault],
      ['clock', { advance_ms: 1 }],
      ['reset', {}],
    ] as const)
      expect((await control(path, body)).status).toBe(409);
    expect((await control('state')).status).toBe(200);
  });

  it('have not done what could not be written down', async () => {
    const keepIn = newFile();
    const { buy, charges } = await openSandbox({ keepIn });
    const file = new DatabaseSync(keepIn);
    file.exec("create trigger full before insert on requests begin select raise(abort, 'full'); end");
    expect((await buy()).status).toBe(500);
    expect(charges()).toBe(0);
    file.exec('drop trigger full');
    file.close();
    expect((await buy()).status).toBe(200);
    expect(charges()).toBe(1);
  });

  it('begin anew where another version sold other things', async () => {
    const keepIn = newFile();
    const first = await openSandbox({ keepIn });
    const number = orderOf(await first.buy());
    await first.sandbox.close();
    const file = new DatabaseSync(keepIn);
    file.exec("update requests set digest = 'of another version'");
    file.close();
    const { shop, buy } = await openSandbox({ keepIn });
    expect((await shop(`/v2/order/${number}`)).body).toMatchObject({ success: false });
    expect(orderOf(await buy())).not.toBe(number);
  });

  it('agree about goods that ripened for one while the clock of another was behind', async () => {
    const keepIn = newFile();
    const [ahead, behind] = [{ now: START }, { now: START }];
    const at = (clock: { now: number }) => openSupplier({ keepIn, orderDelayMs: 1000, now: () => clock.now });
    const [one, other] = [await at(ahead), await at(behind)];
    const [slow, instant] = ['1'.repeat(24), '2'.repeat(24)];
    await one.buy({ sku_id: '111', trade_no: slow });
    ahead.now += 2000;
    await one.ask('query', { trade_no: slow }); // ripe here, and not there
    await other.buy({ trade_no: instant });
    behind.now += 2000;
    for (const trade_no of [slow, instant]) {
      const { json } = await one.ask('query', { trade_no });
      expect(json).toMatchObject({ code: 200, data: { status: 1 } });
      expect((await other.ask('query', { trade_no })).json).toEqual(json);
    }
  });
});

// However much faster one buyer is than another, there is something left for all of them.
const BALANCE = 1_000_000;

const PROGRAM = `
  const { startSandbox } = await import(${JSON.stringify(new URL('start-sandbox.ts', import.meta.url).href)});
  const { storefront } = await startSandbox({ keepIn: process.argv[1], balance: ${BALANCE} });
  const headers = { accept: 'application/json', 'x-api-key': storefront.apiKey, 'content-type': 'application/json' };
  const body = JSON.stringify({ goods_id: 26, sub_id: 261, quantity: 1 });
  for (;;) {
    const response = await fetch(storefront.url + '/v2/purchase', { method: 'POST', body, headers });
    const { data } = await response.json();
    process.stdout.write(data === undefined ? 'sold out\\n' : data.order_sn + '\\n');
  }`;

/** A process that buys one after the other; `sold` has the orders that it was told of. */
function buyer(keepIn: string): { child: ChildProcess; sold: string[] } {
  const node = ['--conditions=@kamikit/source', '--input-type=module', '--eval', PROGRAM, keepIn];
  const child = spawn(process.execPath, [...process.execArgv, ...node], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const sold: string[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (line !== 'sold out') sold.push(line);
  });
  return { child, sold };
}

it('three processes that buy and are killed lose nothing that they were told of', {
  timeout: 60_000,
}, async () => {
  const keepIn = newFile();
  const buyers = [buyer(keepIn), buyer(keepIn), buyer(keepIn)];
  for (const [index, { child, sold }] of buyers.entries()) {
    await expect.poll(() => sold.length, { timeout: 30_000, interval: 1 }).toBeGreaterThan(2 + 2 * index);
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  const told = buyers.flatMap(({ sold }) => sold);
  expect(new Set(told).size).toBe(told.length);
  const { sandbox } = await openSandbox({ keepIn, balance: BALANCE });
  const { orders, charges, balance } = sandbox.state().storefront;
  const kept = orders.map(({ order_sn }) => order_sn);
  expect(told.filter((number) => !kept.includes(number))).toEqual([]);
  // Each may have been killed between the writing down and the telling.
  expect(kept.length - told.length).toBeLessThanOrEqual(3);
  const spent = charges.reduce((sum, { amount }) => sum + Math.round(Number(amount) * 100), 0);
  expect([charges.length, Math.round(Number(balance) * 100) + spent]).toEqual([kept.length, BALANCE * 100]);
});
