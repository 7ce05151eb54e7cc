import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parseMoney, StorefrontClient } from '@kamikit/core';
import { openLedger } from '@kamikit/ledger';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { bundleForTests } from './bundle-for-tests.ts';
import { connectHost, sharedEnvironment, startTestSandbox, temporaryFolder, testIntegrity } from './host.ts';
import { shop } from './shop.ts';

const server = bundleForTests();
const AT_A_TERMINAL = ['--import', 'data:text/javascript,process.stdin.isTTY=true'];
const run = promisify(execFile);

/** A shop, and a ledger that is set back to before the second of two purchases, or is gone. */
async function lostHistory(how: 'restored' | 'deleted') {
  const folder = temporaryFolder();
  const { call, wish, charges, environment, close } = await shop({
    environment: { KAMIKIT_DATA_DIR: folder },
  });
  const path = join(folder, 'ledger.sqlite');
  await call('purchase', { ...wish, idempotency_key: 'kept', mode: 'sync' });
  await close();
  if (how === 'restored') copyFileSync(path, `${path}.backup`);
  const again = await connectHost({ environment });
  await again.call('purchase', { ...wish, idempotency_key: 'lost', mode: 'sync', again: true });
  await again.close();
  rmSync(path);
  if (how === 'restored') copyFileSync(`${path}.backup`, path);
  expect(charges()).toBe(2);
  const env = { ...environment, ...sharedEnvironment() };
  const kamikit = (...args: string[]) => run(process.execPath, [server, ...args], { env });
  return { ...(await connectHost({ environment })), wish, charges, kamikit, path };
}

const TOLD = { restored: 'gone back in time', deleted: 'has vanished' };

it.each(['restored', 'deleted'] as const)(
  'a ledger that was %s buys nothing twice until its owner resumes',
  async (how) => {
    const { client, call, logged, wish, charges, kamikit } = await lostHistory(how);
    expect(client.getInstructions()).toContain(TOLD[how]);
    expect(logged.join()).toContain(TOLD[how]);

    const again = { ...wish, idempotency_key: 'lost', mode: 'sync', again: true };
    const { error } = Object((await call('purchase', again)).answer);
    expect(error).toMatchObject({ code: 'suspended', outcome: 'not_committed' });
    expect([error.message, error.hint]).toEqual([
      expect.stringContaining(TOLD[how]),
      expect.stringContaining('kamikit resume'),
    ]);
    expect(await call('list_ledger')).toMatchObject({ isError: false });
    if (how === 'restored') {
      const known = await call('purchase', { ...wish, idempotency_key: 'kept', mode: 'sync' });
      expect(known).toMatchObject({ isError: false, answer: { state: 'completed' } });
    }
    expect(charges()).toBe(2);

    const asked = await kamikit('resume').catch((failure) => failure);
    expect(asked).toMatchObject({ code: 1, stdout: expect.stringContaining(TOLD[how]) });
    expect((await call('purchase', again)).answer).toMatchObject({ error: { code: 'suspended' } });
    expect((await kamikit('resume', '--yes')).stdout).toContain('Spending is allowed again');
    expect(await call('purchase', again)).toMatchObject({ isError: false });
    expect(charges()).toBe(3);
    expect((await kamikit('ledger', 'verify')).stdout).toContain('All entries');
    expect((await kamikit('resume')).stdout).toBe('Nothing is suspended.\n');
  },
);

it.each(['restored', 'deleted'] as const)(
  'kamikit doctor tells of a ledger that was %s, and creates none',
  async (how) => {
    const { kamikit, path } = await lostHistory(how);
    const failed = await kamikit('doctor').catch((error) => error);
    expect(failed).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(new RegExp(`BAD  ledger .*${TOLD[how]}`)),
    });
    expect(existsSync(path)).toBe(how === 'restored');
  },
);

it('whoever resumes a ledger that lost its past is told whose tokens, and how many mandates, end with that', async () => {
  const folder = temporaryFolder();
  const { environment } = await startTestSandbox();
  const env = { ...environment, ...sharedEnvironment(), KAMIKIT_DATA_DIR: folder };
  const kamikit = (...args: string[]) =>
    run(process.execPath, [server, ...args], { env }).catch((failure) => failure);
  for (const name of ['ann', 'bob']) await kamikit('user', 'add', name, '--role', 'buyer');
  await kamikit('mandate', 'add', '--max-order', '5', '--yes');
  const path = join(folder, 'ledger.sqlite');
  copyFileSync(path, `${path}.backup`);
  await kamikit('user', 'revoke', 'bob');
  rmSync(path);
  copyFileSync(`${path}.backup`, path);
  const { stdout } = await kamikit('resume', '--yes');
  expect(stdout).toContain('with kamikit user add, to ann, bob.');
  expect(stdout).toContain('so 1 mandate ends with that');
  expect((await kamikit('user', 'list', '--json')).stdout).toBe('[]\n');
});

it.each([
  ['a stop that was lifted and came again', 'page'],
  ['nothing new', null],
])('a yes is about what was shown: %s', async (_what, by) => {
  const folder = temporaryFolder();
  const env = { ...sharedEnvironment(), KAMIKIT_DATA_DIR: folder, KAMIKIT_LANG: 'en' };
  const ledger = await openLedger({ path: join(folder, 'ledger.sqlite'), integrity: testIntegrity() });
  onTestFinished(() => ledger.close());
  await ledger.stop('command line');
  const child = spawn(process.execPath, [...AT_A_TERMINAL, server, 'resume'], { env });
  let told = '';
  child.stdout.on('data', (part) => {
    told += part;
  });
  await vi.waitFor(() => expect(told).toContain('Resume? [y/N]'), { timeout: 20_000 });
  if (by !== null) {
    await ledger.liftSuspensions();
    await ledger.stop(by);
  }
  child.stdin.end('y\n');
  const [code] = await once(child, 'close');
  expect(told).toContain(by === null ? 'Spending is allowed again.' : 'Nothing was resumed');
  expect({ code, standing: await ledger.suspensions() }).toMatchObject({
    ...{ code: by === null ? 0 : 1, standing: by === null ? [] : [{ by }] },
  });
});

describe('an account that charged more than agreed', () => {
  /** A storefront account that is suspended. */
  async function suspendedAccount() {
    const folder = temporaryFolder();
    const { sandbox, environment } = await startTestSandbox();
    const env = { ...environment, ...sharedEnvironment(), KAMIKIT_DATA_DIR: folder };
    const { apiKey, url: baseUrl } = sandbox.storefront;
    const { account } = new StorefrontClient({ apiKey, baseUrl });
    const ledger = await openLedger({ path: join(folder, 'ledger.sqlite'), integrity: testIntegrity() });
    onTestFinished(() => ledger.close());
    const wish = { kind: 'purchase', idempotencyKey: 'k', request: {}, evidence: { account } };
    await ledger.execute({ ...wish, amount: parseMoney(10) }, async () => ({
      ...{ state: 'completed', charged: parseMoney(500) },
    }));
    const kamikit = (...args: string[]) =>
      run(process.execPath, [server, ...args], { env }).catch((failure) => failure);
    return { ledger, account, kamikit };
  }

  it.each(['by its upstream', 'by its mark', 'with all others'])('is resumed %s', async (how) => {
    const { ledger, account, kamikit } = await suspendedAccount();
    const named = { 'by its upstream': ['storefront'], 'by its mark': [account] }[how] ?? [];
    expect(await kamikit('resume', ...named)).toMatchObject({
      ...{ code: 1, stdout: expect.stringContaining('500 yuan were charged, 10 were agreed.') },
    });
    expect(await ledger.suspensions()).toHaveLength(1);
    expect((await kamikit('resume', ...named, '--yes')).stdout).toContain('Spending is allowed again.');
    expect(await ledger.suspensions()).toEqual([]);
  });

  it('no account that nobody knows is resumed, and the known ones are named', async () => {
    const { ledger, account, kamikit } = await suspendedAccount();
    const { code, stdout } = await kamikit('resume', 'nosuch', '--yes');
    expect({ code, stdout }).toEqual({
      code: 2,
      stdout: `There is no account nosuch. Accounts are storefront, cards, supplier, ${account}.\n`,
    });
    expect(await ledger.suspensions()).toHaveLength(1);
  });

  it('is resumed apart from the stop of all spending, which doctor tells of, and resume without a name lifts', async () => {
    const { ledger, kamikit } = await suspendedAccount();
    await ledger.stop('page');
    const { stdout } = await kamikit('resume', 'storefront', '--yes');
    expect(stdout).toMatch(/All spending has been stopped since .*`kamikit resume`[^\n]*\n$/);
    expect(stdout).not.toContain('allowed again');
    expect(await ledger.suspensions()).toMatchObject([{ account: null, by: 'page' }]);
    expect(await kamikit('resume', 'storefront').catch((failure) => failure)).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(
        /^storefront is not suspended\.\nAll spending has been stopped since .*`kamikit resume`/,
      ),
    });
    expect((await kamikit('doctor')).stdout).toMatch(/BAD {2}ledger .*All spending was stopped/);
    expect((await kamikit('resume')).stdout).toContain('All spending has been stopped since');
    await kamikit('resume', '--yes');
    expect(await ledger.suspensions()).toEqual([]);
  });

  it('stays suspended when another one is resumed, and doctor tells of it', async () => {
    const { ledger, kamikit } = await suspendedAccount();
    expect((await kamikit('resume', 'supplier', '--yes')).stdout).toBe('supplier is not suspended.\n');
    expect(await ledger.suspensions()).toHaveLength(1);
    expect(await kamikit('doctor')).toMatchObject({
      ...{ code: 1, stdout: expect.stringMatching(/BAD {2}ledger .*suspended/) },
    });
  });
});
