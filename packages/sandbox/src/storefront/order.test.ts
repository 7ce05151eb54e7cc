import { expect, test } from 'vitest';
import { openSandbox } from '../testing/open-sandbox.ts';

async function openWithOrder(wish: object = {}, path?: string) {
  const opened = await openSandbox({ orderDelayMs: 1000 });
  await opened.buy(wish, path);
  const orderSn = opened.sandbox.state().storefront.orders[0]?.order_sn ?? '';
  return { ...opened, orderSn, poll: (init?: RequestInit) => opened.shop(`/v2/order/${orderSn}`, init) };
}

test.each([
  { afterMs: 499, status: 1, status_text: '待处理' },
  { afterMs: 500, status: 3, status_text: '处理中' },
  { afterMs: 999, status: 3, status_text: '处理中' },
  { afterMs: 1000, status: 4, status_text: '已完成' },
])('a queued order is $status_text after $afterMs of 1000 ms', async ({ afterMs, status, status_text }) => {
  const { poll, control } = await openWithOrder();
  await control('clock', { advance_ms: afterMs });
  const { body } = await poll();
  expect(body).toMatchObject({ data: { status, status_text } });
  expect(Object.hasOwn(Object(Object(body).data), 'cards')).toBe(status === 4);
});

test('an automatic-processing order takes three times as long, even when bought synchronously', async () => {
  const { poll, control } = await openWithOrder({ goods_id: 49, sub_id: 491 }, '/purchase');
  await control('clock', { advance_ms: 2999 });
  expect((await poll()).body).toMatchObject({ data: { status: 3 } });
  await control('clock', { advance_ms: 1 });
  expect((await poll()).body).toMatchObject({
    data: { status: 4, cards: expect.stringContaining('已充值') },
  });
});

test('a completed order gives the same cards to GET and POST, again and again', async () => {
  const { poll, control } = await openWithOrder();
  await control('clock', { advance_seconds: 10 });
  const first = await poll();
  expect((await poll({ method: 'POST' })).body).toEqual(first.body);
});

test('an unknown order does not exist, with HTTP 200', async () => {
  const { shop } = await openSandbox();
  const answer = await shop('/v2/order/AAAAAAAAAAAAAAAA');
  expect(answer).toMatchObject({ status: 200, body: { success: false, message: '订单不存在' } });
});

test('a manual order waits for ever, until it is settled', async () => {
  const { poll, control, orderSn } = await openWithOrder({ goods_id: 55, sub_id: 551, quantity: 1 });
  await control('clock', { advance_seconds: 30 * 24 * 3600 });
  expect((await poll()).body).toMatchObject({ data: { status: 2, status_text: '待处理' } });
  await control('orders', { order_sn: orderSn, status: 4, cards: '电费已到账' });
  expect((await poll()).body).toMatchObject({ data: { status: 4, cards: '电费已到账' } });
});

test.each([
  { status: 5, status_text: '失败' },
  { status: 6, status_text: '异常' },
  { status: -1, status_text: '已过期' },
])('an order can be settled as $status_text, and the money is kept', async ({ status, status_text }) => {
  const { poll, control, orderSn, sandbox } = await openWithOrder();
  await control('orders', { order_sn: orderSn, status });
  expect((await poll()).body).toMatchObject({ data: { status, status_text } });
  expect(sandbox.state().storefront.balance).toBe('983.85');
});

test('a refund gives the money back once and marks the charge', async () => {
  const { control, orderSn, sandbox } = await openWithOrder();
  const refund = { order_sn: orderSn, status: 5, refund: true };
  expect((await control('orders', refund)).status).toBe(200);
  expect((await control('orders', refund)).status).toBe(400);
  const { balance, total_spent, charges } = sandbox.state().storefront;
  expect([balance, total_spent]).toEqual(['1000', '5000']);
  expect(charges).toMatchObject([{ amount: '16.15', refunded: true }]);
});

test.each([
  { wrong: { status: 0 }, message: 'status must be one of' },
  { wrong: { status: 4, refund: true }, message: 'refund is only allowed with' },
  { wrong: { status: 4, cards: 7 }, message: 'cards must be a string or a list of strings' },
  { wrong: { order_sn: 'X', status: 4 }, message: 'there is no order X' },
])('settling with $wrong is refused: $message', async ({ wrong, message }) => {
  const { control, orderSn } = await openWithOrder();
  const answer = await control('orders', { order_sn: orderSn, ...wrong });
  expect(answer.status).toBe(400);
  expect(answer.body).toEqual({ message: expect.stringContaining(message) });
});
