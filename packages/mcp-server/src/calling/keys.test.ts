import { MockAgent } from 'undici';
import { describe, expect, it } from 'vitest';
import { connectHost, skipping } from '../../test/host.ts';
import { readConfig } from '../config/config.ts';

const KEY = 'Zk3_9vQx7LmT2rB8wN5pHd4Yc6Jf1Gs0UaEiOoXqKtVbRyWu';

/** No part of the key that somebody could recognise. */
function expectNoKeyIn(text: string): void {
  for (let at = 0; at + 8 <= KEY.length; at += 1) expect(text).not.toContain(KEY.slice(at, at + 8));
}

/** A shop that writes the key wherever it can, so that each limit on a length may cut it. */
function echoing(filler: string) {
  const agent = new MockAgent();
  agent.disableNetConnect();
  const pool = agent.get('https://www.tkhao.vip');
  const echo = `${filler}${KEY}`;
  const answer = (data: object) => JSON.stringify({ success: true, message: '', data });
  const subs = [{ sub_id: 1, sub_name: echo, price: 10, stock: 9 }];
  const goods = { id: 1, goods_id: 1, name: echo, goods_name: echo, description: echo, detail: echo, subs };
  pool
    .intercept({ path: '/api/goods' })
    .reply(200, answer({ data: [goods], total: 1 }))
    .persist();
  pool.intercept({ path: '/api/goods/1' }).reply(200, answer(goods)).persist();
  pool.intercept({ path: '/api/goods/1/stock' }).reply(200, answer(goods)).persist();
  pool
    .intercept({ path: '/api/balance' })
    .reply(200, answer({ balance: 100, level_name: echo }))
    .persist();
  pool
    .intercept({ path: '/api/v2/purchase', method: 'POST' })
    .reply(200, JSON.stringify({ success: false, message: `库存不足${echo}` }))
    .persist();
  const order = { order_sn: 'SN1', status: 1, status_text: echo };
  pool.intercept({ path: '/api/v2/order/SN1' }).reply(200, answer(order)).persist();
  pool
    .intercept({ path: '/api/v2/order/SN2' })
    .reply(404, JSON.stringify({ message: echo }))
    .persist();
  return agent;
}

describe.each([0, 20, 28, 50, 110, 270, 285])('a key that a shop echoes after %d characters', (length) => {
  it('reaches neither a model nor a log nor the user, and no part of it does', async () => {
    const questions: string[] = [];
    const told: unknown[] = [];
    const { client, call, logged } = await connectHost({
      environment: { KAMIKIT_STOREFRONT_API_KEY: KEY, KAMIKIT_LOG_LEVEL: 'debug' },
      outside: { dispatcher: echoing('好'.repeat(length)), timing: skipping() },
      answer: (question) => (questions.push(question) > 0 ? 'accept' : 'cancel'),
    });
    const wish = { goods_id: 1, sub_id: 1, quantity: 1, max_total: '10', idempotency_key: 'k' };
    const calls: ReadonlyArray<readonly [string, Record<string, unknown>]> = [
      ['list_goods', {}],
      ['get_goods', { goods_id: 1 }],
      ['get_balance', {}],
      ['purchase', wish],
      ['purchase', wish],
      ['purchase', { ...wish, max_total: '9', idempotency_key: 'l' }],
      ['poll_order', { order_sn: 'SN2' }],
      ['list_ledger', {}],
    ];
    for (const [name, args] of calls) told.push(await call(name, args));
    const poll = { name: 'poll_order', arguments: { order_sn: 'SN1', wait_seconds: 1 } };
    told.push(await client.callTool(poll, undefined, { onprogress: (progress) => told.push(progress) }));
    expect(questions).toHaveLength(1);
    expect(told.length).toBeGreaterThan(calls.length + 1);
    expectNoKeyIn(JSON.stringify([told, questions, logged]));
  });
});

describe('a key that is set in the wrong place', () => {
  const elsewhere = [
    ...['KAMIKIT_STOREFRONT_URL', 'KAMIKIT_CARDS_API_KEY', 'KAMIKIT_CARDS_URL', 'KAMIKIT_SUPPLIER_URL'],
    ...['KAMIKIT_SUPPLIER_PREFIX', 'KAMIKIT_SUPPLIER_NOTIFY_URL', 'KAMIKIT_MAX_ORDER_TOTAL'],
    ...['KAMIKIT_DAILY_BUDGET', 'KAMIKIT_READ_ONLY', 'KAMIKIT_CONFIRM', 'KAMIKIT_REVEAL', 'KAMIKIT_SANDBOX'],
    ...['KAMIKIT_LOG_LEVEL', 'KAMIKIT_NO_SUCH_NAME'],
  ];
  it.each(
    elsewhere.flatMap((variable) => [KEY, `${KEY} `, `Bearer ${KEY}`].map((value) => [variable, value])),
  )('such as %s is not repeated (%j)', async (variable = '', value = '') => {
    const { problems } = readConfig({ [variable]: value });
    expectNoKeyIn(JSON.stringify(problems));
    const { client, call } = await connectHost({ environment: { [variable]: value } });
    const failed = await call('get_balance');
    expectNoKeyIn(JSON.stringify([client.getInstructions(), failed]));
  });

  it('such as a name is not repeated, where it is known', async () => {
    const environment = { KAMIKIT_STOREFRONT_API_KEY: KEY, [`KAMIKIT_${KEY}`]: '1' };
    const { client, call } = await connectHost({ environment });
    const failed = await call('purchase', {});
    expect(failed).toMatchObject({ answer: { error: { code: 'config_invalid' } } });
    expectNoKeyIn(JSON.stringify([client.getInstructions(), failed]));
  });

  it.each(['KAMIKIT_STOREFRONT_API_KEY', 'KAMIKIT_SUPPLIER_API_ID'])(
    'is known for one in %s, valid or not',
    (variable) => {
      expect(readConfig({ [variable]: ` Bearer ${KEY}` }).secrets).toEqual([`Bearer ${KEY}`]);
    },
  );
});
