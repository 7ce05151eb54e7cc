import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { parseMoney } from '@kamikit/core';
import { expect, it } from 'vitest';
import { bundleForTests } from './bundle-for-tests.ts';
import { sharedEnvironment, startTestSandbox, temporaryFolder } from './host.ts';
import { ownerOf } from './owner.ts';
import { startServer } from './server-process.ts';
import { wishesFor } from './wishes.ts';

const server = bundleForTests();

it('what only takes away is done whatever the limits of spending are mistyped as; nothing else is', async () => {
  const { sandbox, environment } = await startTestSandbox();
  const own = { KAMIKIT_DATA_DIR: temporaryFolder(), KAMIKIT_CONFIRM: 'owner', KAMIKIT_LANG: 'en' };
  const settings = { ...environment, ...sharedEnvironment(), ...own };
  const [wish] = await wishesFor(sandbox, 1);
  const { call } = await startServer(server, settings);
  await call('purchase', { ...wish, idempotency_key: 'k' });
  const ledger = await ownerOf(settings).ledger();
  const { token } = await ledger.addPerson(
    { name: 'bo', role: 'buyer', daily_budget: null, max_order: null },
    'test',
  );
  const mandate = await ledger.addMandate({ max_order: parseMoney(50) }, 'test');
  const [id = '', job] = [(await ledger.list()).entries[0]?.id, await startedJob(ledger)];
  const kamikit = (...args: string[]) =>
    promisify(execFile)(process.execPath, [server, ...args], {
      env: { ...settings, KAMIKIT_DAILY_BUDGET: 'a lot' },
    }).then(
      () => 0,
      ({ code }) => code,
    );
  expect(await kamikit('approve', id, '--yes')).toBe(1);
  // A no ends with 3, as whoever gave it may be a program.
  expect(await kamikit('approve', id, '--no')).toBe(3);
  for (const args of [
    ['job', 'pause', job],
    ['job', 'cancel', job],
    ['mandate', 'revoke', mandate.id],
    ['user', 'revoke', 'bo'],
    ['stop'],
  ])
    expect([args, await kamikit(...args)]).toEqual([args, 0]);
  expect(await kamikit('resume', '--yes')).toBe(1);
  expect(await ledger.get(id)).toMatchObject({ state: 'refused', decided_by: 'command line' });
  expect(await ledger.job(job)).toMatchObject({ state: 'cancelled' });
  expect([await ledger.mandates(), await ledger.personWithToken(token)]).toEqual([[], null]);
  expect(await ledger.suspensions()).toMatchObject([{ account: null, by: 'command line' }]);
  expect(sandbox.state().storefront.charges).toEqual([]);
});

async function startedJob(ledger: Awaited<ReturnType<ReturnType<typeof ownerOf>['ledger']>>) {
  const terms = { kind: 'purchase', idempotencyKey: 'job', maxTotal: parseMoney(10), concurrency: 1 };
  const { job } = await ledger.startJob({ ...terms, items: [{ goods_id: 1, sub_id: 11 }] });
  return job.id;
}
