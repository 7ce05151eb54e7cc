import { type Money, SupplierClient } from '@kamikit/core';
import { openLedger } from '@kamikit/ledger';
import { placeAt } from '@kamikit/ledger/src/testing/store.ts';
import { MockAgent } from 'undici';
import { onTestFinished } from 'vitest';
import { createSpender } from '../index.ts';
import { scratchFolder, skipping } from './open-shop.ts';

/** One of the wholesaler's one SKU, at 10 yuan. */
const ONE = { sku_id: 11, quantity: 1, max_total: '50' };

interface WholesalerOptions {
  showsBalance?: boolean;
  dailyBudget?: Money;
}

/**
 * A supplier that takes what a test says with each trade and answers what it says; without an answer the connection breaks,
 * and a `refusal` takes its place.
 * Of its trades it tells `known`.
 */
export async function openWholesaler({ showsBalance = true, dailyBudget }: WholesalerOptions = {}) {
  const agent = new MockAgent();
  agent.disableNetConnect();
  onTestFinished(() => agent.close());
  const shop = agent.get('https://wholesale.example');
  const asked: string[] = [];
  const account = { balance: 1_000 };
  const sale: { charged: number; answer: object | null; refusal?: string } = {
    ...{ charged: 10, answer: { status: 0 } },
  };
  const query: { known: object | null } = { known: null };
  const sku = { id: 11, name: '月卡', stock_price: '10', stock: 9 };
  const item = { id: 1, name: '会员', widget: [], sku: [sku] };
  const taken = new Set<string | null>();
  const answers: Record<string, (body: URLSearchParams) => object | null> = {
    items: () => [item],
    item: () => item,
    connect: () => (showsBalance ? { username: 'u', balance: account.balance } : null),
    trade(body) {
      // Sent again under the same number, it is not done again.
      if (!taken.has(body.get('trade_no'))) account.balance -= sale.charged;
      taken.add(body.get('trade_no'));
      if (sale.answer === null) throw new Error('the connection breaks');
      return { trade_no: '261121889859015349845999', ...sale.answer };
    },
    query: () => query.known && { trade_no: '261121889859015349845999', ...query.known },
  };
  for (const [name, answer] of Object.entries(answers)) {
    shop
      .intercept({ path: `/plugin/open-api/${name}`, method: 'POST' })
      .reply(({ body: sent }) => {
        asked.push(name);
        const data = answer(new URLSearchParams(String(sent)));
        if (data === null && name === 'connect') return { statusCode: 404, data: '<h1>404</h1>' };
        if (name === 'trade' && sale.refusal !== undefined)
          return { statusCode: 200, data: JSON.stringify({ code: 400, msg: sale.refusal }) };
        const body = data === null ? { code: 0, msg: '订单不存在' } : { code: 200, msg: 'success', data };
        return { statusCode: 200, data: JSON.stringify(body) };
      })
      .persist();
  }
  shop.intercept({ path: '/plugin/open-api/amount', method: 'POST' }).reply(404, '<h1>404</h1>').persist();
  const timing = skipping();
  const ledger = await openLedger({
    ...(await placeAt(`${scratchFolder()}/ledger.db`)),
    ...{ now: timing.now, dailyBudget },
  });
  onTestFinished(() => ledger.close());
  const settings = { url: 'https://wholesale.example', apiId: '1', apiKey: 'canary-key', timing };
  const supplier = new SupplierClient({ ...settings, dispatcher: agent });
  const spender = createSpender({ ledger, supplier, timing });
  return {
    ...{ account, asked, ledger, query, sale, spender, timing, mark: supplier.account },
    pass: (ms: number) => timing.sleep(ms),
    /** Buys one; gives its entry's id. */
    async buy(idempotencyKey = 'k'): Promise<string> {
      await Promise.allSettled([spender.trade(ONE, { idempotencyKey, again: true })]);
      return (await ledger.find('supplier_trade', idempotencyKey))?.id ?? '';
    },
  };
}
