import { expect, test } from 'vitest';
import { readServerTime } from './server-time.ts';
import { loopbackShop } from './testing/loopback-shop.ts';

const ASKING = { upstream: 'cards', timeoutMs: 10_000 } as const;

test.each([
  ['Sun, 06 Nov 1994 08:49:37 GMT', Date.parse('1994-11-06T08:49:37Z')],
  ['some day', null],
  [undefined, null],
])('a server whose Date is %s says that it is %s', async (date, time) => {
  const { url } = await loopbackShop((response) => {
    response.sendDate = false;
    response.writeHead(200, date === undefined ? {} : { date }).end();
  });
  expect(await readServerTime(new URL(url), ASKING)).toBe(time);
});

test('a server that is not there is not reached, and the error says for what', async () => {
  await expect(readServerTime(new URL('http://127.0.0.1:9/'), ASKING)).rejects.toMatchObject({
    ...{ code: 'unreachable', upstream: 'cards', operation: 'time', outcome: undefined },
  });
});
