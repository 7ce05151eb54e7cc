import { StorefrontClient } from '@kamikit/core';
import { type LedgerSettings, openLedger } from '@kamikit/ledger';
import { placeAt } from '@kamikit/ledger/src/testing/store.ts';
import { MockAgent } from 'undici';
import { onTestFinished } from 'vitest';
import { createSpender } from '../index.ts';
import { scratchFolder, skipping } from './open-shop.ts';

/** One of the vendor's one good. */
export const ONE = { goods_id: 1, sub_id: 1, quantity: 1, max_total: '50' };

/** What a purchase does to the account, and what it answers, or in which words it refuses; without either its connection breaks. */
export interface Sale {
  charged: number;
  refusal?: string;
  /** False: its connection is refused; what leaves the account then is something else. */
  isReached?: boolean;
  answer?: { status: number; actual_price?: number; order_sn?: string };
}

const NOTHING: Sale = { charged: 0, answer: { status: 1, actual_price: 0 } };

/** What the vendor shows of its good: its price, its price and another name, or all of its specifications. */
type Shown =
  | number
  | { goods_name: string; price: number }
  | ReadonlyArray<{ sub_id: number; sub_name: string | null; price: number; stock: number }>;

function shownAs(shown: Shown): object {
  const priced = (price: number) => [{ sub_id: 1, sub_name: null, price, stock: 9 }];
  if (typeof shown === 'number') return { subs: priced(shown) };
  return 'price' in shown ? { goods_name: shown.goods_name, subs: priced(shown.price) } : { subs: shown };
}

/** A shop without a discount that shows its good in one way after the other, and does what a test says with each purchase. */
export async function openVendor(...shown: Shown[]) {
  return openVendorWithin({}, ...shown);
}

/** The same within limits. */
export async function openVendorWithin(limits: LedgerSettings, ...shown: Shown[]) {
  const agent = new MockAgent();
  agent.disableNetConnect();
  onTestFinished(() => agent.close());
  const shop = agent.get('https://vendor.example');
  // However it is spelt.
  const at = (path: string) => (asked: string) => decodeURIComponent(asked) === path;
  const told = (data: object) => JSON.stringify({ success: true, message: '', data });
  for (const each of shown) {
    const good = { goods_id: 1, goods_name: '商品', ...shownAs(each) };
    shop.intercept({ path: at('/api/goods/1/stock') }).reply(200, told(good));
  }
  const account: { balance: number; total_spent: number | null } = { balance: 100, total_spent: 0 };
  shop
    .intercept({ path: at('/api/balance') })
    .reply(() => ({ statusCode: 200, data: told(account) }))
    .persist();
  const sales: Sale[] = [];
  const bought: string[] = [];
  shop
    .intercept({ path: '/api/v2/purchase', method: 'POST' })
    .reply(({ body }) => {
      bought.push(String(body));
      const { charged, answer, refusal, isReached = true } = sales.shift() ?? NOTHING;
      account.balance -= charged;
      account.total_spent = (account.total_spent ?? 0) + charged;
      if (!isReached) throw Object.assign(new Error('refused'), { syscall: 'connect' });
      if (refusal !== undefined)
        return { statusCode: 200, data: JSON.stringify({ success: false, message: refusal }) };
      if (answer === undefined) throw new Error('the connection breaks');
      return { statusCode: 200, data: told({ order_sn: `SN${bought.length}`, ...answer }) };
    })
    .persist();
  const timing = skipping();
  const ledger = await openLedger({
    ...(await placeAt(`${scratchFolder()}/ledger.db`)),
    now: timing.now,
    ...limits,
  });
  onTestFinished(() => ledger.close());
  const storefrontAt = (baseUrl: string) =>
    new StorefrontClient({ apiKey: 'key', baseUrl, dispatcher: agent, timing });
  const spenderAt = (baseUrl: string) => createSpender({ ledger, storefront: storefrontAt(baseUrl), timing });
  const spender = spenderAt('https://vendor.example/api');
  return {
    ...{ bought, account, ledger, timing, spender, storefrontAt, spenderAt },
    pass: (ms: number) => timing.sleep(ms),
    /** How the next purchase goes. */
    sell: (sale: Sale) => sales.push(sale),
    /** Buys one, which goes as the sale says; gives its entry's id. */
    async buy(idempotencyKey: string, sale: Sale): Promise<string> {
      sales.push(sale);
      await Promise.allSettled([spender.purchase(ONE, { idempotencyKey, again: true })]);
      return (await ledger.find('purchase', idempotencyKey))?.id ?? '';
    },
  };
}
