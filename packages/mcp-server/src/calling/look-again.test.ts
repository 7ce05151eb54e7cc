import { expect, it } from 'vitest';
import { connectHost, startTestSandbox, temporaryFolder } from '../../test/host.ts';

it('the next start picks up an order that an earlier one left pending, and keeps its cards', async () => {
  const { sandbox, environment } = await startTestSandbox({ orderDelayMs: 3_600_000 });
  const settings = { environment: { ...environment, KAMIKIT_DATA_DIR: temporaryFolder() } };
  const first = await connectHost(settings);
  const wish = { goods_id: 1, sub_id: 11, quantity: 1, max_total: '999', idempotency_key: 'k' };
  expect((await first.call('purchase', wish)).answer).toMatchObject({ state: 'pending' });
  await fetch(`${sandbox.url}/__sandbox/clock`, { method: 'POST', body: '{"advance_ms":3600000}' });

  const next = await connectHost(settings);
  await expect
    .poll(async () => (await next.call('list_ledger')).answer)
    .toMatchObject({ entries: [{ state: 'completed', cards: expect.any(String) }] });
  const [order] = sandbox.state().storefront.orders;
  expect((await next.call('list_ledger')).answer).toMatchObject({ entries: [{ cards: order?.cards }] });
});

it('and a trade whose answer was lost, which is queried by its number', async () => {
  const { sandbox, environment } = await startTestSandbox();
  const settings = { environment: { ...environment, KAMIKIT_DATA_DIR: temporaryFolder() } };
  const first = await connectHost(settings);
  sandbox.addFault({ upstream: 'supplier', operation: 'trade', kind: 'reset_after' });
  sandbox.addFault({ upstream: 'supplier', operation: 'query', kind: 'status', status: 500, times: 16 });
  const wish = { sku_id: 11, quantity: 1, max_total: '20', idempotency_key: 'k' };
  expect((await first.call('supplier_trade', wish)).answer).toMatchObject({
    error: { code: 'outcome_unknown' },
  });

  const next = await connectHost(settings);
  await expect
    .poll(async () => (await next.call('list_ledger')).answer)
    .toMatchObject({ entries: [{ state: 'completed', cards: expect.any(String) }] });
  expect(sandbox.state().supplier.charges).toHaveLength(1);
});
