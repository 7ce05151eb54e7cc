import { expect, test } from 'vitest';
import { createRequestLog } from './request-log.ts';

test('the last 1000 requests are kept, and all are counted', () => {
  const log = createRequestLog();
  const request = { upstream: 'storefront', operation: 'get_order', method: 'GET', at: '' };
  for (let number = 1; number <= 1200; number += 1) log.add({ ...request, path: `/${number}` });
  const { requests, counts } = log.view();
  expect([requests.length, requests[0]?.path]).toEqual([1000, '/201']);
  expect(counts).toEqual({ storefront: { get_order: 1200 } });
});
