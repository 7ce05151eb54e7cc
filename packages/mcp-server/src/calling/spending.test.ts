import { MockAgent } from 'undici';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { connectHost, startTestSandbox, temporaryFolder } from '../../test/host.ts';
import { shop } from '../../test/shop.ts';

const wish = { goods_id: 1, sub_id: 1, quantity: 1, max_total: '50', idempotency_key: 'k' };

/** The vendor's shop, at prices that it shows one after the other; a purchase answers `actual_price`. */
function vendor(prices: readonly number[], actual_price: number, status = 1) {
  const agent = new MockAgent();
  agent.disableNetConnect();
  const pool = agent.get('https://www.tkhao.vip');
  const bought: string[] = [];
  const answer = (data: object) => JSON.stringify({ success: true, message: '', data });
  for (const price of prices)
    pool
      .intercept({ path: '/api/goods/1/stock' })
      .reply(200, answer({ goods_id: 1, goods_name: '商品', subs: [{ sub_id: 1, price, stock: 9 }] }));
  pool
    .intercept({ path: '/api/balance' })
    .reply(200, answer({ balance: 100, total_spent: 0 }))
    .persist();
  pool
    .intercept({ path: '/api/v2/purchase', method: 'POST' })
    .reply(() => {
      bought.push('one');
      const data = answer({ order_sn: `SN${bought.length}`, status, actual_price });
      return { statusCode: 200, data };
    })
    .persist();
  return { bought, outside: { dispatcher: agent } };
}

describe('spending', () => {
  it('buys nothing whose price rose while the user was asked, though it is within the limits', async () => {
    const { bought, outside } = vendor([10, 40], 10);
    const environment = { KAMIKIT_STOREFRONT_API_KEY: 'a-key-of-the-shop' };
    const { call } = await connectHost({ environment, outside, answer: () => 'accept' });
    expect(await call('purchase', wish)).toMatchObject({
      answer: { error: { code: 'price_changed', message: expect.stringContaining('from 10 to 40') } },
    });
    expect(bought).toEqual([]);
  });

  it.each([
    ['completed', 4, 0],
    ['completed', 4, -10],
    ['still queued', 1, 1],
  ])('keeps to the budget when an order that is %s (%d) is said to cost %d', async (_, status, charged) => {
    const { bought, outside } = vendor([10, 10], charged, status);
    const environment = { KAMIKIT_STOREFRONT_API_KEY: 'a-key-of-the-shop', KAMIKIT_DAILY_BUDGET: '15' };
    const { call } = await connectHost({ environment, outside });
    await call('purchase', wish);
    expect(await call('purchase', { ...wish, idempotency_key: 'k2', again: true })).toMatchObject({
      answer: { error: { code: 'over_budget' } },
    });
    expect(bought).toHaveLength(1);
  });

  it('says first that more was charged than agreed, and spends nothing more with that account', async () => {
    const { bought, outside } = vendor([10, 10], 500, 4);
    const environment = { KAMIKIT_STOREFRONT_API_KEY: 'a-key-of-the-shop' };
    const { call } = await connectHost({ environment, outside });
    const { answer } = await call('purchase', wish);
    expect(Object.entries(answer)[0]).toEqual([
      'warning',
      expect.stringMatching(/^Overcharged: 10 yuan were agreed, 500 were charged\. .*kamikit resume/),
    ]);
    const told = { warning: expect.any(String) };
    expect(await call('purchase', wish)).toMatchObject({ answer: told });
    expect(await call('list_ledger', {})).toMatchObject({
      answer: { entries: [{ ...told, amount: '500' }] },
    });
    expect(await call('purchase', { ...wish, idempotency_key: 'k2', again: true })).toMatchObject({
      answer: { error: { code: 'suspended', outcome: 'not_committed', entry_id: answer.entry_id } },
    });
    expect(await call('get_balance', {})).toMatchObject({
      answer: { budget: { left_today: '0', notice: expect.stringContaining('suspended') } },
    });
    expect(bought).toHaveLength(1);
  });

  it('takes the same wish under a new key for a mistake, unless it is meant', async () => {
    const { bought, outside } = vendor([10, 10, 10], 10);
    const environment = { KAMIKIT_STOREFRONT_API_KEY: 'a-key-of-the-shop' };
    const { call } = await connectHost({ environment, outside });
    const { answer } = await call('purchase', wish);
    const changed = { ...wish, max_total: '60', mode: 'sync', idempotency_key: 'k2' };
    expect(await call('purchase', changed)).toMatchObject({
      answer: {
        error: {
          ...{ code: 'possible_duplicate', outcome: 'not_committed', entry_id: answer.entry_id },
          hint: expect.stringContaining('again: true'),
        },
      },
    });
    expect(bought).toHaveLength(1);
    await call('purchase', { ...wish, idempotency_key: 'k2', again: true });
    expect(bought).toHaveLength(2);
  });

  it.each([
    ['a card', { KAMIKIT_DAILY_CARDS: '2' }, 2],
    ['more than a hundred cards, where nothing is set,', {}, 99],
  ])('issues or recharges not %s more than a day may', async (_, limits, first) => {
    const { environment } = await startTestSandbox();
    const { call } = await connectHost({ environment: { ...environment, ...limits } });
    const issue = { card_type: 'count', uses: 1 };
    const { answer } = await call('generate_cards', { ...issue, count: first, idempotency_key: 'a' });
    const codes = z.array(z.string()).length(first).parse(answer.codes);
    const more = [
      await call('generate_cards', { ...issue, count: 2, idempotency_key: 'b' }),
      first === 2 && (await call('recharge_card', { code: codes[0], amount: 1, idempotency_key: 'c' })),
    ];
    for (const refused of more.filter((each) => each !== false))
      expect(refused).toMatchObject({ answer: { error: { code: 'over_budget' } } });
  });
});

describe('a purchase that the host cancels', () => {
  it.each(['get_stock', 'get_balance'])(
    'while %s is asked sends nothing and is logged as that',
    async (operation) => {
      const { client, logged, sandbox, wish } = await shop();
      sandbox.addFault({ upstream: 'storefront', operation, kind: 'delay_ms', ms: 60_000 });
      const cancel = new AbortController();
      const asked = client.callTool({ name: 'purchase', arguments: wish }, undefined, {
        signal: cancel.signal,
      });
      await expect.poll(() => sandbox.state().counts.storefront?.[operation]).toBe(1);
      cancel.abort();
      await expect(asked).rejects.toThrow();
      await expect.poll(() => logged.filter((line) => line.includes('tool call failed'))).toHaveLength(1);
      expect(logged.join()).toContain('"code":"cancelled"');
      expect(logged.join()).toContain('"outcome":"not_committed"');
      expect(sandbox.state().counts.storefront?.purchase_async).toBeUndefined();
    },
  );
});

describe('reconciling', () => {
  it('asks no account other than the entry’s own', async () => {
    const { sandbox, environment } = await startTestSandbox();
    const settings = { ...environment, KAMIKIT_DATA_DIR: temporaryFolder() };
    const first = await connectHost({ environment: settings });
    sandbox.addFault({ upstream: 'storefront', operation: 'purchase', kind: 'reset_after' });
    await first.call('purchase', { ...wish, sub_id: 11 });
    const { answer } = await first.call('list_ledger', { state: 'unknown' });
    const [entry] = answer.entries as Array<{ entry_id: string }>;

    const other = { ...settings, KAMIKIT_STOREFRONT_API_KEY: 'the-key-of-another-account' };
    const second = await connectHost({ environment: other });
    await second.pass(3_600_000);
    const asked = sandbox.state().requests.length;
    expect(await second.call('reconcile_ledger', { entry_id: entry?.entry_id })).toMatchObject({
      answer: { state: 'unknown', next: expect.stringContaining('a different account') },
    });
    expect(sandbox.state().requests).toHaveLength(asked);
  });

  it('is not misled by another purchase whose money came back', async () => {
    const { call, pass, sandbox, wish } = await shop();
    sandbox.addFault({ upstream: 'storefront', operation: 'purchase', kind: 'reset_after' });
    await call('purchase', wish);
    const lost = (await call('list_ledger', { state: 'unknown' })).answer.entries as Array<{
      entry_id: string;
    }>;
    const { answer } = await call('purchase', { ...wish, idempotency_key: 'other', again: true });
    await fetch(`${sandbox.url}/__sandbox/orders`, {
      method: 'POST',
      body: JSON.stringify({ order_sn: answer.order_sn, status: 5, refund: true }),
    });
    await call('poll_order', { order_sn: answer.order_sn });
    await pass(3_600_000);
    const { answer: told } = await call('reconcile_ledger', { entry_id: lost[0]?.entry_id });
    expect(told.state).toBe('unknown');
  });
});
