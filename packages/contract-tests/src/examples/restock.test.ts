import { join } from 'node:path';
import { startSandbox } from '@kamikit/sandbox';
import { expect, it, type TestContext } from 'vitest';
import { runProgram, temporaryFolder } from '../documents/run-program.ts';

const PROGRAM = 'examples/restock.ts';

async function openSupplier(test: TestContext) {
  const sandbox = await startSandbox();
  test.onTestFinished(() => sandbox.close());
  const cwd = temporaryFolder(test);
  const environment = {
    KAMIKIT_SUPPLIER_URL: sandbox.supplier.url,
    KAMIKIT_SUPPLIER_API_ID: sandbox.supplier.apiId,
    KAMIKIT_SUPPLIER_API_KEY: sandbox.supplier.apiKey,
    KAMIKIT_LEDGER: join(cwd, 'stock.db'),
  };
  return {
    sandbox,
    trades: () => sandbox.state().supplier.trades.map(({ sku_id, quantity }) => ({ sku_id, quantity })),
    job: (...args: string[]) => runProgram(PROGRAM, args, { cwd, environment }),
  };
}

it.concurrent('shows with play money that the same job twice buys once', async (test) => {
  const { code, stdout, stderr } = await runProgram(PROGRAM, [], { cwd: temporaryFolder(test) });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const [first, second] = stdout.split('The same job again, as when a scheduler starts it twice:\n');
  expect(second).toBe(`${first}Charges at the supplier: 2\n`);
});

it.concurrent('buys a lot of what is below the floor once a day, a lost answer or not', async (test) => {
  const { sandbox, job, trades } = await openSupplier(test);
  sandbox.addFault({ upstream: 'supplier', operation: 'trade', kind: 'reset_after' });
  const { stdout } = await job('11=3', '31=40');
  expect(stdout).toContain('is completed, 5 codes for 67.5 yuan');
  await job('11=2', '31=9');
  expect(trades()).toEqual([
    { sku_id: 11, quantity: 5 },
    { sku_id: 31, quantity: 5 },
  ]);
});

it.concurrent.for([
  { what: 'a price above the bound', args: ['--max-price', '10', '11=0'], message: 'price_changed' },
  { what: 'a shelf that is no number', args: ['11=few'], message: 'few is not a whole number' },
  {
    what: 'a floor that is no number',
    args: ['--floor', 'low', '11=3'],
    message: 'low is not a whole number',
  },
])('buys nothing and fails on $what', async ({ args, message }, test) => {
  const { job, trades } = await openSupplier(test);
  const { code, stdout, stderr } = await job(...args);
  expect(stdout + stderr).toContain(message);
  expect({ code, trades: trades() }).toEqual({ code: 1, trades: [] });
});
