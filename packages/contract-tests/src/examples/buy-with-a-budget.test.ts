import { join } from 'node:path';
import { startSandbox } from '@kamikit/sandbox';
import { expect, it, type TestContext } from 'vitest';
import { runProgram, temporaryFolder } from '../documents/run-program.ts';

const PROGRAM = 'examples/buy-with-a-budget.ts';

async function openShop(test: TestContext) {
  const sandbox = await startSandbox({ orderDelayMs: 0 });
  test.onTestFinished(() => sandbox.close());
  const cwd = temporaryFolder(test);
  const environment = {
    KAMIKIT_STOREFRONT_URL: sandbox.storefront.url,
    KAMIKIT_STOREFRONT_API_KEY: sandbox.storefront.apiKey,
    KAMIKIT_LEDGER: join(cwd, 'bot.db'),
  };
  return {
    sandbox,
    charges: () => sandbox.state().storefront.charges.map(({ amount }) => amount),
    bot: (...args: string[]) => runProgram(PROGRAM, args, { cwd, environment }),
  };
}

it.concurrent('shows with play money what it buys and what it leaves', async (test) => {
  const { code, stdout, stderr } = await runProgram(PROGRAM, [], { cwd: temporaryFolder(test) });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const told = stdout.match(/completed|price_changed|over_budget/g);
  expect(told).toEqual(['completed', 'completed', 'price_changed', 'over_budget', 'over_budget']);
  expect(stdout).toContain('Counted today: 50 of 80 yuan, 30 left.');
});

it.concurrent('buys once per key and within the budget, in however many runs', async (test) => {
  const { bot, charges } = await openShop(test);
  const first = await bot('order-1 1 11 2 60');
  const second = await bot('order-1 1 11 2 60', 'order-2 25 252 1 50', 'order-3 2 21 1 20');
  expect(charges()).toEqual(['47.5']);
  const [, , card = 'none'] = first.stdout.split('\n');
  expect(second.stdout).toContain(card);
  expect(second.stdout).toContain('over_budget');
  expect(second.stdout).toContain('price_changed');
});

it.concurrent('finds out what became of a lost answer, and does not buy again', async (test) => {
  const { sandbox, bot, charges } = await openShop(test);
  sandbox.addFault({ upstream: 'storefront', operation: 'purchase', kind: 'reset_after' });
  const { stdout } = await bot('order-1 1 11 1 30', 'order-1 1 11 1 30');
  expect(stdout.match(/The shop charged 23.75 yuan|The cards are not there yet/g)).toHaveLength(2);
  expect(charges()).toEqual(['23.75']);
});

it.concurrent('buys nothing of its own accord with a real account', async (test) => {
  const { bot, charges } = await openShop(test);
  expect(await bot()).toMatchObject({ code: 0, stdout: 'Counted today: 0 of 80 yuan, 80 left.\n' });
  expect(charges()).toEqual([]);
});
