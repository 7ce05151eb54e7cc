// Each guard is checked on the built server, and the same check is run on a variant with the guard taken out: a check
// that passes there would prove nothing.
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { takeOut } from '../scripts/take-out.ts';
import { bundleForTests } from './bundle-for-tests.ts';
import { startTestSandbox, temporaryFolder } from './host.ts';
import { startServer } from './server-process.ts';
import { until } from './until.ts';

/** A purchase that the shop turns away for now (429) is not sent a second time. */
async function checkPurchaseIsSentOnce(server: string): Promise<void> {
  const { sandbox, environment } = await startTestSandbox();
  const { call } = await startServer(server, { ...environment, KAMIKIT_DATA_DIR: temporaryFolder() });
  const { data } = (await call('list_goods', { type: 1 })) as {
    data: Array<{ id: number; subs: Array<{ id: number }> }>;
  };
  sandbox.addFault({ upstream: 'storefront', operation: 'purchase', kind: 'rate_limit', retry_after: 0 });
  const wish = { goods_id: data[0]?.id, sub_id: data[0]?.subs[0]?.id, quantity: 1, max_total: '9999' };
  await call('purchase', { ...wish, idempotency_key: 'k' });
  expect(sandbox.state().counts.storefront?.purchase_async).toBe(1);
}

/** A server whose host is gone ends by itself, also while it waits for an upstream. */
async function checkEndsWithStdin(server: string): Promise<void> {
  const { sandbox, environment } = await startTestSandbox();
  const { call, child } = await startServer(server, { ...environment, KAMIKIT_DATA_DIR: temporaryFolder() });
  sandbox.addFault({ upstream: 'storefront', operation: 'get_balance', kind: 'delay_ms', ms: 60_000 });
  const waiting = call('get_balance', {}).catch(() => undefined);
  await until(() => sandbox.state().counts.storefront?.get_balance === 1);
  const exit = once(child, 'exit');
  child.stdin.end();
  expect(await Promise.race([exit.then(() => 'ended'), afterAWhile(2_000)])).toBe('ended');
  await waiting;
}

/** Only a server that does not end makes its check wait so long. */
function afterAWhile(ms: number): Promise<'still there'> {
  return new Promise((resolve) => setTimeout(() => resolve('still there'), ms).unref());
}

const guards = [
  {
    name: 'purchases are never retried',
    check: checkPurchaseIsSentOnce,
    variant: takeOut(/core\/src\/call\.ts$/, "endpoint.effect === 'read'", 'true'),
  },
  {
    name: 'the end of stdin is watched',
    check: checkEndsWithStdin,
    variant: takeOut(/mcp\/stdio\.ts$/, 'stdin.once(', '(() => {})('),
  },
];

describe.each(guards)('the guard "$name"', ({ check, variant }) => {
  const whole = bundleForTests();
  const without = bundleForTests([variant]);

  it('holds in the built server', () => check(whole));

  it('is what makes its check pass', async () => {
    await expect(check(without)).rejects.toThrow();
  });
});
