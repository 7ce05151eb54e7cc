import { StorefrontClient } from '@kamikit/core';
import { openLedger } from '@kamikit/ledger';
import { MockAgent } from 'undici';
import { onTestFinished } from 'vitest';
import { createSpender } from '../index.ts';
import { scratchFolder, skipping } from './open-shop.ts';

const URL = 'https://vendor.example/api';

/** A shop that shows `prices` one after the other for its one good, and counts what is bought. */
export async function openVendor(...prices: number[]) {
  const agent = new MockAgent();
  agent.disableNetConnect();
  onTestFinished(() => agent.close());
  const shop = agent.get('https://vendor.example');
  const answer = (data: object) => JSON.stringify({ success: true, message: '', data });
  for (const price of prices) {
    const subs = [{ sub_id: 1, sub_name: null, price, stock: 9 }];
    shop
      .intercept({ path: '/api/goods/1/stock' })
      .reply(200, answer({ goods_id: 1, goods_name: '商品', subs }));
  }
  const account = answer({ balance: 100, total_spent: 0 });
  shop.intercept({ path: '/api/balance' }).reply(200, account).persist();
  const bought: string[] = [];
  shop
    .intercept({ path: '/api/v2/purchase', method: 'POST' })
    .reply(({ body }) => {
      bought.push(String(body));
      return { statusCode: 200, data: answer({ order_sn: `SN${bought.length}`, status: 1 }) };
    })
    .persist();
  const timing = skipping();
  const ledger = await openLedger({ path: `${scratchFolder()}/ledger.db`, now: timing.now });
  onTestFinished(() => ledger.close());
  const storefront = new StorefrontClient({ apiKey: 'key', baseUrl: URL, dispatcher: agent, timing });
  return { bought, ledger, spender: createSpender({ ledger, storefront, timing }) };
}
