import { expect, it } from 'vitest';
import { bundleForTests } from './bundle-for-tests.ts';
import { startTestSandbox, temporaryFolder } from './host.ts';
import { startServer } from './server-process.ts';
import { wishesFor } from './wishes.ts';

const server = bundleForTests();

/** Several copies of the server, as a host may start them, on one ledger; each wish can be called in any of them. */
async function copies(count: number, budgetInPieces?: number) {
  const { sandbox, environment } = await startTestSandbox();
  const [wish] = await wishesFor(sandbox);
  if (wish === undefined) throw new Error('the sandbox sells nothing that fits');
  const budget = budgetInPieces === undefined ? undefined : Number(wish.max_total) * budgetInPieces;
  const settings = {
    ...environment,
    KAMIKIT_DATA_DIR: temporaryFolder(),
    KAMIKIT_DAILY_BUDGET: String(budget ?? 'none'),
  };
  const servers = await Promise.all(Array.from({ length: count }, () => startServer(server, settings)));
  const buy = (copy: number, key: string) =>
    servers[copy % count]?.call('purchase', { ...wish, idempotency_key: key, again: true });
  return { sandbox, buy, budget: budget ?? Number.POSITIVE_INFINITY };
}

it('eight processes, 100 purchases, 20 keys: exactly 20 charges', { timeout: 60_000 }, async () => {
  const { sandbox, buy } = await copies(8);
  const answers = await Promise.all(
    Array.from({ length: 100 }, (_, index) => buy(index, `key-${index % 20}`)),
  );
  const codes = answers.map((answer) => Object(answer).error?.code).filter((code) => code !== undefined);
  expect(codes.filter((code) => code !== 'duplicate_in_progress')).toEqual([]);
  expect(sandbox.state().storefront.charges).toHaveLength(20);
});

it('four processes racing on a daily budget never spend more than it', { timeout: 60_000 }, async () => {
  const { sandbox, buy, budget } = await copies(4, 5);
  const answers = await Promise.all(Array.from({ length: 40 }, (_, index) => buy(index, `key-${index}`)));
  const codes = answers.map((answer) => Object(answer).error?.code).filter((code) => code !== undefined);
  const { charges } = sandbox.state().storefront;
  expect(new Set(codes)).toEqual(new Set(['over_budget']));
  expect(charges.length).toBeGreaterThanOrEqual(5);
  expect(charges.reduce((sum, { amount }) => sum + Number(amount), 0)).toBeLessThanOrEqual(budget);
});

it('copies with KAMIKIT_SANDBOX sell from one sandbox, and an order outlives the copy that placed it', async () => {
  const settings = { KAMIKIT_SANDBOX: 'true', KAMIKIT_DATA_DIR: temporaryFolder() };
  const [first, second] = await Promise.all([startServer(server, settings), startServer(server, settings)]);
  const wish = { goods_id: 15, quantity: 1, max_total: '20', idempotency_key: 'k' };
  const { order_sn } = await first.call('purchase', wish);
  first.child.kill('SIGKILL');
  expect(await second.call('poll_order', { order_sn, wait_seconds: 10 })).toMatchObject({
    ...{ state: 'completed', cards: expect.any(String) },
  });
  second.child.kill('SIGKILL');
  const third = await startServer(server, settings);
  expect(await third.call('poll_order', { order_sn })).toMatchObject({ state: 'completed', order_sn });
  expect(await third.call('get_balance', {})).toMatchObject({ storefront: { balance: '987.65' } });
});
