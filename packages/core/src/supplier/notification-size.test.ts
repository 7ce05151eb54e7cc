import { sign } from '@kamikit/signing';
import { expect, test } from 'vitest';
import { createNotificationHandler, type Trade, verifyNotification } from '../index.ts';
import { NO } from '../testing/supplier-shop.ts';

const SECRET = 'canary-secret';

/** A notification of a trade, and a handler that believes it. */
async function notify(contents: string) {
  const fields = { status: '1', contents, item_trade_no: NO, trade_no: '1', amount: '1.00' };
  const body = new URLSearchParams(fields).toString();
  const signature = sign(fields, SECRET);
  const events: Trade[] = [];
  const handler = createNotificationHandler({
    secret: SECRET,
    findOrder: async () => ({ progress: 'waiting' }),
    requery: async () => verifyNotification({ body, signature, secret: SECRET }),
    onEvent: async (trade) => void events.push(trade),
  });
  const headers = { 'api-signature': signature };
  const { status } = await handler(new Request('https://me.example/', { method: 'POST', headers, body }));
  return { status, size: body.length, events };
}

test('a notification of 3,000 cards is taken', async () => {
  const contents = Array.from({ length: 3_000 }, (_, at) => `CARD-${at}`.padEnd(55, 'x')).join('\n');
  const { status, size, events } = await notify(contents);
  expect(size).toBeGreaterThan(170_000);
  expect([status, events]).toMatchObject([200, [{ contents }]]);
});

test('a notification above 2 MiB is refused', async () => {
  const { status, events } = await notify('x'.repeat(2 * 1024 * 1024));
  expect([status, events]).toEqual([413, []]);
});
