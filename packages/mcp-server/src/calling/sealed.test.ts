import { MockAgent } from 'undici';
import { expect, it } from 'vitest';
import { connectHost, skipping, startTestSandbox } from '../../test/host.ts';

const SECRET = 'SECRET-CARD-0001';
const settings = { KAMIKIT_REVEAL: 'sealed', KAMIKIT_LOG_LEVEL: 'debug' };

/** The vendor's shop, which writes the card wherever it can; `odd` replies answer the purchases after the first. */
function talkative(odd: readonly string[]) {
  const agent = new MockAgent();
  agent.disableNetConnect();
  const pool = agent.get('https://www.tkhao.vip');
  const answer = (data: object) => JSON.stringify({ success: true, message: SECRET, data });
  const subs = [{ sub_id: 1, sub_name: '标准', price: 10, stock: 9 }];
  pool
    .intercept({ path: '/api/goods/1/stock' })
    .reply(200, answer({ goods_id: 1, goods_name: '月卡', subs }))
    .persist();
  pool
    .intercept({ path: '/api/balance' })
    .reply(200, answer({ balance: 100, total_spent: 0 }))
    .persist();
  const items = [{ goods_id: 1, sub_id: 1, quantity: 1, goods_name: `月卡 ${SECRET}` }];
  const order = {
    order_sn: 'SN1',
    status_text: `已发货 ${SECRET}`,
    total_price: 10,
    actual_price: 10,
    items,
  };
  const pending = answer({ ...order, status: 1, items: [] });
  for (const reply of [pending, ...odd])
    pool.intercept({ path: '/api/v2/purchase', method: 'POST' }).reply(200, reply);
  const path = '/api/v2/order/SN1';
  pool.intercept({ path }).reply(200, pending);
  pool
    .intercept({ path })
    .reply(200, answer({ ...order, status: 4, cards: `user----${SECRET}` }))
    .persist();
  return agent;
}

it('sealed, no card reaches a model or a log, wherever the shop writes it', async () => {
  const dispatcher = talkative([
    JSON.stringify({ success: false, message: `库存不足 ${SECRET}` }),
    JSON.stringify({ success: false, message: `系统错误 ${SECRET}` }),
    `<html>${SECRET}</html>`,
  ]);
  const environment = { ...settings, KAMIKIT_STOREFRONT_API_KEY: 'a-key-of-the-shop' };
  const { client, call, logged } = await connectHost({
    environment,
    outside: { dispatcher, timing: skipping() },
  });
  expect(client.getInstructions()).toContain('Cards are sealed');
  expect(client.getInstructions()).not.toContain('Show cards');
  const wish = { goods_id: 1, sub_id: 1, quantity: 1, max_total: '10', again: true };
  const told: unknown[] = [];
  for (const key of ['a', 'b', 'c', 'd', 'b', 'c', 'd', 'a'])
    told.push(await call('purchase', { ...wish, idempotency_key: key }));
  const poll = { name: 'poll_order', arguments: { order_sn: 'SN1', wait_seconds: 5 } };
  told.push(await client.callTool(poll, undefined, { onprogress: (progress) => told.push(progress) }));
  const { answer } = await call('list_ledger');
  const entries = Array.isArray(answer.entries) ? answer.entries : [];
  for (const { entry_id } of entries) told.push(await call('reconcile_ledger', { entry_id }));
  told.push(answer, (await call('list_ledger')).answer);

  expect(entries).toHaveLength(4);
  expect(JSON.stringify(told)).toContain('"state":"completed"');
  expect(JSON.stringify(told)).toContain('[sealed: 1 line; `kamikit ledger show');
  expect(JSON.stringify(told)).not.toContain(SECRET);
  expect(logged.join()).toContain('"level":"debug"');
  expect(logged.join()).not.toContain(SECRET);
});

it('sealed, neither does one that stands in the number of its order or the name of its goods', async () => {
  const agent = new MockAgent();
  agent.disableNetConnect();
  const pool = agent.get('https://www.tkhao.vip');
  const answer = (data: object) => JSON.stringify({ success: true, message: '', data });
  const sub = { sub_id: 1, sub_name: `标准 ${SECRET}`, price: 10, stock: 9 };
  const number = Buffer.from(SECRET).toString('base64url');
  pool
    .intercept({ path: '/api/goods/1/stock' })
    .reply(200, answer({ goods_id: 1, goods_name: SECRET.toLowerCase(), subs: [sub] }));
  pool
    .intercept({ path: '/api/balance' })
    .reply(200, answer({ balance: 100, total_spent: 0 }))
    .persist();
  pool
    .intercept({ path: '/api/v2/purchase', method: 'POST' })
    .reply(200, answer({ order_sn: number, status: 4, actual_price: 10, cards: SECRET }));
  const environment = { ...settings, KAMIKIT_STOREFRONT_API_KEY: 'a-key-of-the-shop' };
  const { call } = await connectHost({ environment, outside: { dispatcher: agent, timing: skipping() } });
  const wish = { goods_id: 1, sub_id: 1, quantity: 1, max_total: '10', idempotency_key: 'k' };
  const bought = await call('purchase', wish);
  const told = JSON.stringify([bought, await call('list_ledger')]);
  expect(bought.answer).toMatchObject({ state: 'completed', order_sn: '[sealed]' });
  expect(told).not.toContain(number);
  expect(told.toUpperCase()).not.toContain(SECRET);
});

it('sealed, neither does one that stands in the notice of a trade', async () => {
  const { sandbox, environment } = await startTestSandbox({ orderDelayMs: 3_600_000 });
  const { call, logged } = await connectHost({ environment: { ...environment, ...settings } });
  const wish = { sku_id: 101, quantity: 1, max_total: '15', idempotency_key: 'k' };
  const { trade_no } = (await call('supplier_trade', wish)).answer;
  const body = JSON.stringify({ trade_no, status: 0, contents: `您的卡密 ${SECRET}` });
  await fetch(`${sandbox.url}/__sandbox/trades`, { method: 'POST', body });
  const { answer } = await call('supplier_query', { trade_no });
  expect(answer).toMatchObject({
    state: 'pending',
    notice: expect.stringMatching(/^\[sealed: 1 line; `kamikit ledger show .+` shows them\]$/),
  });
  const told = [answer, await call('supplier_trade', wish), await call('list_ledger')];
  expect(JSON.stringify(told)).not.toContain(SECRET);
  expect(logged.join()).not.toContain(SECRET);
});

it('sealed, neither a card that was used or deleted nor what was filled in stands in the ledger, or is found there by a part', async () => {
  const { sandbox, environment } = await startTestSandbox();
  const { call, client } = await connectHost({ environment: { ...environment, ...settings } });
  await call('generate_cards', { card_type: 'count', uses: 2, idempotency_key: 'issue' });
  const code = sandbox.state().cards.cards.at(-1)?.code ?? '';
  expect(code).toMatch(/^\S{12,}$/);
  const account = '13800138000';
  await call('use_card', { code, idempotency_key: `use-${code}` });
  await call('delete_card', { code });
  const trade = { sku_id: 61, quantity: 1, max_total: '100', fields: { account } };
  await call('supplier_trade', { ...trade, idempotency_key: `for-${account}` });

  const listed = (await call('list_ledger')).answer;
  expect(listed).toMatchObject({ total: 4 });
  const recent = await client.readResource({ uri: 'kamikit://ledger/recent' });
  const told = JSON.stringify([
    listed,
    recent,
    (await call('spending_summary', { group_by: 'good' })).answer,
  ]);
  expect(told).toContain(`…${code.slice(-4)}`);
  for (const secret of [code, account]) {
    expect(told).not.toContain(secret);
    for (const part of [secret, secret.slice(0, 5), secret.slice(-5).toLowerCase()])
      expect((await call('list_ledger', { search: part })).answer, part).toMatchObject({ total: 0 });
  }
});
