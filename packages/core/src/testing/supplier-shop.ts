import { expect } from 'vitest';
import { KamikitError, type RequestEvent, SupplierClient } from '../index.ts';
import { instantTiming } from './instant-timing.ts';
import { mockShop, type ShopReply } from './mock-shop.ts';

export const KEY = '8F3A2C9D1E7B6A54-canary';
export const NO = '280000000001795206088944';

export function supplierAgainst(
  replies: ShopReply[],
  { prefix, onRequest }: { prefix?: string; onRequest?: (event: RequestEvent) => void } = {},
) {
  const { agent, requests } = mockShop('https://shop.example', replies);
  const supplier = new SupplierClient({
    ...{
      url: 'https://shop.example/',
      apiId: '10086',
      apiKey: KEY,
      dispatcher: agent,
      timing: instantTiming(),
    },
    ...(prefix !== undefined && { prefix }),
    ...(onRequest && { onRequest }),
  });
  return { supplier, requests };
}

export const ok = (data: unknown) => ({ body: { code: 200, msg: 'success', data } });
export const no = (msg: string, code: unknown = 0) => ({ body: { code, msg } });
export const lost = () => Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
export const trade = (changes: object = {}) => ({
  ...{ contents: 'CARD-1', trade_no: '261121889859015349845999', amount: '2.00', status: 1 },
  ...{ item_trade_no: NO, trade_time: '2026-11-21 04:21:28', ...changes },
});
/** What the shop says about a number that it does not know. */
export const UNKNOWN = no('订单不存在');
export const order = { sku_id: 17, quantity: 2, trade_no: NO };

export const failure = (call: Promise<unknown>) =>
  call.then(
    () => expect.fail('it did not fail'),
    (error: unknown) => (error instanceof KamikitError ? error : expect.fail(String(error))),
  );
