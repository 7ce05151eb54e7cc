import { expect, test } from 'vitest';
import { openSandbox } from './testing/open-sandbox.ts';

const limit = { upstream: 'storefront', kind: 'rate_limit' } as const;

test('a fault strikes as many requests as it was told to, then no more', async () => {
  const { sandbox, shop } = await openSandbox();
  sandbox.addFault({ ...limit, operation: 'get_balance', times: 2 });
  const statuses = [await shop('/balance'), await shop('/balance'), await shop('/balance')];
  expect(statuses.map(({ status }) => status)).toEqual([429, 429, 200]);
  expect(sandbox.state().faults).toEqual([]);
});

test('a fault for one operation leaves the others alone', async () => {
  const { sandbox, shop } = await openSandbox();
  sandbox.addFault({ ...limit, operation: 'get_stock' });
  expect((await shop('/goods/1')).status).toBe(200);
  expect((await shop('/goods/1/stock')).status).toBe(429);
});

test.each([
  { operation: 'purchase', sync: 429, queued: 429 },
  { operation: 'purchase_sync', sync: 429, queued: 200 },
  { operation: 'purchase_async', sync: 200, queued: 429 },
  { operation: '*', sync: 429, queued: 429 },
])('a fault for $operation: $sync from /purchase, $queued from /v2/purchase', async (row) => {
  const { sandbox, buy } = await openSandbox();
  sandbox.addFault({ ...limit, operation: row.operation, times: 2 });
  expect((await buy({}, '/purchase')).status).toBe(row.sync);
  expect((await buy({}, '/v2/purchase')).status).toBe(row.queued);
});

test('faults for the same operation strike in the order in which they were added, one per request', async () => {
  const { sandbox, shop } = await openSandbox();
  sandbox.addFault({ ...limit, operation: 'get_balance' });
  sandbox.addFault({ upstream: 'storefront', operation: '*', kind: 'status', status: 503 });
  expect((await shop('/balance')).status).toBe(429);
  expect((await shop('/balance')).status).toBe(503);
});
