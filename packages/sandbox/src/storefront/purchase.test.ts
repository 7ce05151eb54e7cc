import { expect, test } from 'vitest';
import { openSandbox } from '../testing/open-sandbox.ts';

const orderSn = expect.stringMatching(/^[A-Z0-9]{16}$/);

test('a synchronous purchase of an automatic good answers with its cards', async () => {
  const { buy } = await openSandbox();
  const cards = expect.stringMatching(/^([A-Z0-9]{4}-){3}[A-Z0-9]{4}\n([A-Z0-9]{4}-){3}[A-Z0-9]{4}$/);
  expect((await buy({}, '/purchase')).body).toEqual({
    success: true,
    message: '订单创建成功',
    data: {
      order_sn: orderSn,
      status: 4,
      status_text: '已完成',
      total_price: 17,
      actual_price: 16.15,
      balance_used: 0,
      items: [
        {
          goods_id: 3,
          sub_id: 31,
          goods_name: '优酷VIP会员 [周卡]',
          unit_price: 8.5,
          quantity: 2,
          subtotal: 17,
          type: 1,
          cards,
        },
      ],
      cards,
    },
  });
});

test('a queued purchase answers with status 1 and no cards', async () => {
  const { buy } = await openSandbox({ orderDelayMs: 0 });
  const { body } = await buy();
  const data = { order_sn: orderSn, status: 1, status_text: '待处理', balance_used: 16.15 };
  expect(body).toMatchObject({ success: true, data });
  expect(body).not.toHaveProperty('data.cards');
});

test('a purchase takes money and stock once, and the state can be counted', async () => {
  const { buy, shop, sandbox } = await openSandbox();
  await buy();
  expect((await shop('/balance')).body).toMatchObject({ data: { balance: 983.85, total_spent: 5016.15 } });
  expect((await shop('/goods/3/stock')).body).toMatchObject({ data: { subs: [{ stock: '88' }, {}, {}] } });
  const at = '2026-11-20T08:00:00.000Z';
  const { storefront } = sandbox.state();
  expect(storefront).toMatchObject({ balance: '983.85', total_spent: '5016.15' });
  expect(storefront.charges).toEqual([{ order_sn: orderSn, amount: '16.15', at, refunded: false }]);
  expect(storefront.orders).toMatchObject([{ goods_id: 3, sub_id: 31, quantity: 2, status: 1, cards: null }]);
});

test.each(['/purchase', '/v2/purchase'])('GET %s buys too, as in the real shop', async (path) => {
  const { shop, charges } = await openSandbox();
  await shop(`${path}?goods_id=3&sub_id=31&quantity=1`);
  expect(charges()).toBe(1);
});

test('the silver price is rounded to the nearest fen', async () => {
  const { buy } = await openSandbox();
  // 19.90 x 0.95 = 18.905
  const order = await buy({ goods_id: 42, sub_id: 421, quantity: 1 });
  expect(order.body).toMatchObject({ data: { total_price: '19.90', actual_price: '18.91' } });
});

test.each([
  { why: 'an unknown good', wish: { goods_id: 999 }, message: '商品不存在或已下架' },
  { why: "another good's specification", wish: { sub_id: 11 }, message: '商品规格不存在' },
  { why: 'no stock', wish: { goods_id: 8, sub_id: 81 }, message: '央视频会员 库存不足' },
  { why: 'more than there is', wish: { quantity: 91 }, message: '优酷VIP会员 库存不足' },
  {
    why: "more than the good's limit",
    wish: { goods_id: 32, sub_id: 321, quantity: 3 },
    message: '超出限购数量',
  },
  { why: 'more than any order may hold', wish: { quantity: 101 }, message: '单笔购买数量超过限制' },
  { why: 'more than the balance', wish: { goods_id: 1, sub_id: 13, quantity: 5 }, message: '余额不足' },
])('$why is refused with HTTP 200 and $message, and nothing is charged', async ({ wish, message }) => {
  const { buy, sandbox, charges } = await openSandbox();
  expect(await buy(wish)).toMatchObject({ status: 200, body: { success: false, message } });
  expect(charges()).toBe(0);
  expect(sandbox.state().storefront.balance).toBe('1000');
});

test('missing and malformed fields are named, and nothing is charged', async () => {
  const { buy, charges } = await openSandbox();
  const answer = await buy({ goods_id: undefined, sub_id: '1.5', quantity: 0 });
  expect(answer.status).toBe(422);
  expect(answer.body).toMatchObject({
    errors: {
      goods_id: ['goods_id 不能为空。'],
      sub_id: ['sub_id 必须是整数。'],
      quantity: ['quantity 必须大于或等于 1。'],
    },
  });
  expect(charges()).toBe(0);
});

test.each([
  { seeds: [1, 1], same: true },
  { seeds: [1, 2], same: false },
])('the order numbers and cards of seeds $seeds are the same: $same', async ({ seeds, same }) => {
  const buyWith = async (seed: number) => (await (await openSandbox({ seed })).buy({}, '/purchase')).text;
  const [first, second] = await Promise.all(seeds.map(buyWith));
  expect(first === second).toBe(same);
});

test.each([
  { id: 1, form: /^[A-Z0-9-]{19}$/ },
  { id: 18, form: /^https:\/\/example\.com\/redeem\/\w+----提取码:\w{4}$/ },
  { id: 25, form: /^卡号:\d{15}----密码:\d{18}$/ },
  { id: 41, form: /^\w{9}@example\.com----\w{12}$/ },
])('the cards of good $id look like $form', async ({ id, form }) => {
  const { buy } = await openSandbox();
  const answer = await buy({ goods_id: id, sub_id: id * 10 + 1, quantity: 1 }, '/purchase');
  expect(answer.body).toMatchObject({ data: { cards: expect.stringMatching(form) } });
});

test('a few goods deliver their cards as a list', async () => {
  const { buy } = await openSandbox();
  const answer = await buy({ goods_id: 27, sub_id: 271 }, '/purchase');
  expect(answer.body).toMatchObject({ data: { cards: [expect.any(String), expect.any(String)] } });
});

test.each([
  ['a form', 'goods_id=3&sub_id=31&quantity=2', 'application/x-www-form-urlencoded', 200],
  ['what is no JSON', '{"goods_id": 3', 'application/json', 422],
  ['another type', '{"goods_id": 3, "sub_id": 31, "quantity": 2}', 'text/plain', 422],
])('a purchase by %s is read as Laravel reads it', async (_, body, type, status) => {
  const { shop } = await openSandbox();
  const headers = { 'content-type': type };
  expect((await shop('/purchase', { method: 'POST', body, headers })).status).toBe(status);
});
